package io.meshinfra.cli.join;

import io.meshinfra.cli.Failure;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.fleet.FleetOptions;
import io.meshinfra.cli.fleet.Manifests;
import io.meshinfra.model.NodeName;
import io.meshinfra.reconcile.Workbench;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;

/** The working copy that a command edits, and the keys that it logs in with. */
final class RepositoryOptions {
  @Mixin private FleetOptions fleet;

  /** The folder that is named, desired-state if there is one, else this one. */
  Manifests manifests() {
    return fleet.manifests();
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
