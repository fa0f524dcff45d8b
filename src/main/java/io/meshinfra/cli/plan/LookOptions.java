package io.meshinfra.cli.plan;

import io.meshinfra.cli.ColourOption;
import io.meshinfra.cli.Failure;
import io.meshinfra.cli.FormatOption;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.fleet.AwayOption;
import io.meshinfra.cli.fleet.DirectFleet;
import io.meshinfra.cli.fleet.FleetOptions;
import io.meshinfra.cli.fleet.Look;
import io.meshinfra.cli.hub.HubApi;
import io.meshinfra.cli.hub.HubOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What diff, plan and apply have in common: which nodes, looked at by whom. */
final class LookOptions {
  @Parameters(paramLabel = "NODE", description = "Nodes; all of the fleet when none is named.")
  private List<String> names = List.of();

  @Option(
      names = "--revision",
      paramLabel = "REF",
      description =
          "Commit, branch, tag or ref that the hub compares with instead of what is in force. Its"
              + " checks run on the nodes. Apply carries out only what is in force.")
  private String revision;

  @Mixin private FleetOptions fleet;
  @Mixin private AwayOption away;
  @Mixin private HubOptions hub;
  @Mixin private FormatOption output;
  @Mixin private ColourOption colour;

  List<String> names() {
    return names == null ? List.of() : names;
  }

  FleetOptions fleet() {
    return fleet;
  }

  boolean skipAway() {
    return away.skip();
  }

  HubOptions hub() {
    return hub;
  }

  FormatOption output() {
    return output;
  }

  Optional<String> revision() {
    return Optional.ofNullable(revision);
  }

  /** The folder of manifests, if it is to be done without a hub. */
  Optional<Path> directory() {
    if (fleet.directory().isPresent() && revision != null) {
      throw new Failure("-f takes the manifests as they are now; leave out --revision");
    }
    return fleet.directory();
  }

  Looks looks(Shell shell, Function<Look, String> text) {
    return new Looks(shell, output.format(), shell.paint(colour.when()), text);
  }

  /** Looks at the nodes and prints that; gives the exit code. */
  int look(Shell shell, Function<Look, String> text) {
    Looks looks = looks(shell, text);
    if (directory().isPresent()) {
      try (DirectFleet direct = new DirectFleet(fleet, directory().get(), shell)) {
        direct.look(direct.named(names()), looks::tell);
        looks.tellNetwork(direct);
      }
    } else {
      HubApi api = hub.hub(shell);
      HubFleet fleet = new HubFleet(api);
      revision()
          .ifPresentOrElse(
              ref -> looks.tellNetwork(api, fleet.lookAt(ref, names(), looks::tell)),
              () -> fleet.look(names(), looks::tell));
    }
    return looks.end(away.skip());
  }
}
