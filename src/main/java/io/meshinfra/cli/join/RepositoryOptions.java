package io.meshinfra.cli.join;

import io.meshinfra.cli.Failure;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.fleet.FleetOptions;
import io.meshinfra.cli.fleet.Manifests;
import io.meshinfra.model.NodeName;
import io.meshinfra.reconcile.Workbench;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The working copy that a command edits, and the keys that it logs in with. */
final class RepositoryOptions {
  @Option(
      names = "--policy",
      paramLabel = "FOLDER",
      defaultValue = "infra/policy",
      description =
          "Folder of the policy, from the root of the repository; the network intent is in intent/"
              + " below it. infra/policy is the default.")
  private String policy;

  @Mixin private FleetOptions fleet;

  /** The folder that is named, desired-state if there is one, else this one. */
  Manifests manifests() {
    Path usual = Path.of("desired-state");
    return Manifests.in(
        fleet.directory().orElse(Files.isDirectory(usual) ? usual : Path.of(".")), policy);
  }

  Workbench.Settings settings(Shell shell, Path root) {
    return fleet.settings(shell, root);
  }

  FleetOptions fleet() {
    return fleet;
  }

  /**
   * @throws Failure when no node can be called so
   */
  static NodeName name(String text) {
    try {
      return NodeName.parse(text);
    } catch (IllegalArgumentException e) {
      throw new Failure(e.getMessage());
    }
  }
}
