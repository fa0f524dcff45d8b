package io.meshinfra.cli.fleet;

import io.meshinfra.cli.Shell;
import io.meshinfra.reconcile.settings.HubHome;
import io.meshinfra.reconcile.settings.NodeSecrets;
import io.meshinfra.secret.SecretSettings;
import java.nio.file.Path;

/** Where secrets come from without a hub: the settings of the hub, from the environment. */
final class SecretOptions {
  private SecretOptions() {}

  static SecretSettings settings(Shell shell) {
    Path home =
        shell
            .variable("MESH_HOME")
            .map(Path::of)
            .orElseGet(() ->
                HubHome.byDefault(
                    shell.environment(),
                    System.getProperty("user.name", ""),
                    shell.home().toString()));
    return NodeSecrets.of(shell::variable, home);
  }
}
