package io.meshinfra.cli.network;

import io.meshinfra.cli.ExitCode;
import io.meshinfra.cli.Failure;
import io.meshinfra.cli.FormatOption;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.fleet.AwayOption;
import io.meshinfra.cli.fleet.DirectFleet;
import io.meshinfra.cli.fleet.FleetOptions;
import io.meshinfra.cli.fleet.Manifests;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.NetworkPlan;
import io.meshinfra.network.PlannedNetwork;
import io.meshinfra.reconcile.flow.FlowReport;
import io.meshinfra.reconcile.flow.FlowScope;
import io.meshinfra.reconcile.flow.FlowTrials;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mesh test}. */
@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    description =
        "Have nodes try what the network intent allows and what it denies, with real connections;"
            + " changes nothing.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh test                         every node of desired-state tries the others",
      "  mesh test laptop hub -f fleet     only these two try",
      "  mesh test --all -o json           also what is as it shall be",
      "  mesh test --only outside          only addresses that are not of the mesh",
      "",
      "From outside of the mesh nodes and this machine try every address that manifests name. This",
      "machine does so when no node is named.",
      "A port on which nothing listens counts as reached when its machine says so. Nodes that cannot",
      "be reached try nothing; with --skip-away that is no error.",
      "Exit code 0: all that could be tried is as meant, 1: a forbidden flow works or an allowed one",
      "fails, 2: an error, or a node could not try."
    })
public final class TestCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(paramLabel = "NODE", description = "Nodes that try; all when none is named.")
  private List<String> names = List.of();

  @Option(names = "--all", description = "Show also the flows that are as they shall be.")
  private boolean all;

  @Option(
      names = "--only",
      paramLabel = "WHERE",
      defaultValue = "all",
      description = "Try only flows from the mesh, or from outside of it: mesh, outside, all.")
  private FlowScope only;

  @Mixin private FleetOptions options;
  @Mixin private AwayOption away;
  @Mixin private FormatOption output;

  public TestCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Path usual = Path.of("desired-state");
    Path chosen = options.directory().orElse(Files.isDirectory(usual) ? usual : Path.of("."));
    try (DirectFleet fleet = new DirectFleet(options, chosen, shell)) {
      PlannedNetwork network = network(fleet.manifests());
      List<NodeName> sources =
          fleet.named(names == null ? List.of() : names).stream()
              .filter(node -> isIn(network, node))
              .toList();
      FlowReport report = fleet.test(network, new FlowTrials.Wish(sources, only, !isNamed()));
      new FlowReportTexts(shell, output.format()).print(report, all);
      return exitCode(report);
    }
  }

  private boolean isNamed() {
    return names != null && !names.isEmpty();
  }

  /** A node that nobody named and that the intent does not know is told and left out. */
  private boolean isIn(PlannedNetwork network, NodeName node) {
    boolean known = network.intent().node(node).isPresent();
    if (!known && isNamed()) {
      throw new Failure("the network intent has no node " + node + "; it cannot be tested");
    }
    if (!known) {
      shell.progress(node + ": not in the network intent, so it tries nothing");
    }
    return known;
  }

  private static PlannedNetwork network(Manifests manifests) {
    return switch (manifests.network()) {
      case NetworkPlan.Planned(PlannedNetwork network) -> network;
      case NetworkPlan.Absent(String file) ->
          throw new Failure(
              "there is no network intent, so nothing says what to try; it would be %s in %s"
                  .formatted(file, manifests.root()));
      case NetworkPlan.Refused refused ->
          throw new IllegalStateException("a valid fleet with an intent that is not");
    };
  }

  private int exitCode(FlowReport report) {
    if (!report.notTried().isEmpty() && !away.skip()) {
      return ExitCode.ERROR;
    }
    return report.differs() ? ExitCode.DIFFERENCES : ExitCode.FINE;
  }
}
