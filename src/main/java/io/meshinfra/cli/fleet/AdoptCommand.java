package io.meshinfra.cli.fleet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshinfra.cli.ColourOption;
import io.meshinfra.cli.ExitCode;
import io.meshinfra.cli.Failure;
import io.meshinfra.cli.FormatOption;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.text.Counted;
import io.meshinfra.cli.text.Format;
import io.meshinfra.cli.text.Tree;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Printable;
import io.meshinfra.reconcile.NodeAdoption;
import io.meshinfra.reconcile.Pass;
import io.meshinfra.source.DirectoryTree;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mesh drift adopt}. */
@Command(
    name = "adopt",
    mixinStandardHelpOptions = true,
    description = "Write what is so on a node into the manifests, so that it is what is wanted.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh drift adopt laptop -f desired-state                    all that drifted",
      "  mesh drift adopt laptop file:/etc/motd -f desired-state     one resource",
      "",
      "Shows the edits and asks; without a terminal and without --yes it only shows them.",
      "Exit code 0: nothing drifts, or all was adopted, 1: some drift is left, 2: an error, or the",
      "node was away."
    })
final class AdoptCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(index = "0", paramLabel = "NODE", description = "Node whose drift is adopted.")
  private String node;

  @Parameters(
      index = "1..*",
      paramLabel = "RESOURCE",
      description = "Resources as KIND:NAME; all that drifted when none is named.")
  private List<String> resources;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  private boolean yes;

  @Mixin private FleetOptions options;
  @Mixin private FormatOption output;
  @Mixin private ColourOption colour;

  AdoptCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Path directory =
        options
            .directory()
            .orElseThrow(() ->
                new Failure(
                    "say with -f DIR which manifests are to be edited; they are the ones of your"
                        + " working copy, to be committed by you"));
    try (DirectFleet fleet = new DirectFleet(options, directory, shell)) {
      NodeName name = fleet.named(List.of(node)).getFirst();
      NamedResources wanted = NamedResources.of(resources, fleet, name);
      DirectoryTree files = fleet.manifests().tree();
      NodeAdoption adoption = fleet.adopt(name, files, wanted::contains);
      return told(fleet, files, adoption);
    }
  }

  private int told(DirectFleet fleet, DirectoryTree files, NodeAdoption found) {
    Pass pass = found.pass();
    if (pass.found().isEmpty()) {
      throw new Failure("%s: %s: %s".formatted(node, pass.word(), Printable.block(pass.detail())));
    }
    AdoptionText text = new AdoptionText(files, found);
    ObjectNode tree = text.tree();
    boolean table = output.format() == Format.TABLE;
    if (table) {
      shell.print(shell.paint(colour.when()).changes(text.told()));
    }
    boolean written = !found.adoption().isEmpty() && agreed(found);
    if (written) {
      new WorkingCopy(fleet.manifests().root(), files).write(found.adoption().files());
    }
    if (!table) {
      shell.print(Tree.of(tree.put("written", written), output.format()));
    } else if (written) {
      shell.print(
          "%s written; commit what you want to keep%n"
              .formatted(Counted.of(found.adoption().files().size(), "file")));
    }
    boolean left = !found.adoption().refused().isEmpty() || !found.adoption().isEmpty() && !written;
    return left ? ExitCode.DIFFERENCES : ExitCode.FINE;
  }

  private boolean agreed(NodeAdoption found) {
    if (yes) {
      return true;
    }
    if (!shell.screen().in()) {
      shell.progress("Nothing was written; --yes writes it.");
      return false;
    }
    String question =
        "Write %s? [y/N] ".formatted(Counted.of(found.adoption().files().size(), "file"));
    String answer = shell.ask(question).orElse("").strip().toLowerCase(Locale.ROOT);
    boolean agreed = answer.equals("y") || answer.equals("yes");
    if (!agreed) {
      shell.progress("Nothing was written.");
    }
    return agreed;
  }
}
