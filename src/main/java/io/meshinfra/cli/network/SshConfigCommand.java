package io.meshinfra.cli.network;

import io.meshinfra.cli.ExitCode;
import io.meshinfra.cli.Shell;
import io.meshinfra.network.SshAccess;
import io.meshinfra.network.names.SshConfig;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mesh net ssh-config}. */
@Command(
    name = "ssh-config",
    mixinStandardHelpOptions = true,
    description =
        "Print what lets ssh find the nodes by their names, over the first way that answers.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh net ssh-config --person > ~/.ssh/mesh_config",
      "  mesh net ssh-config --known-hosts > ~/.ssh/mesh_known_hosts",
      "",
      "Exit code 0: fine, 2: an error, or the intent has mistakes."
    })
final class SshConfigCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private NetCommand.Source source;

  @Option(
      names = "--person",
      description = "For ~/.ssh of a person; else as the back end ssh gives it to nodes.")
  private boolean person;

  @Option(names = "--known-hosts", description = "The pinned host keys, in place of ssh_config.")
  private boolean keys;

  SshConfigCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    NetworkOf network = source.network();
    SshAccess ssh = network.planned().ssh();
    network.manifests().warnings(network.planned()).forEach(shell::progress);
    shell.print(
        keys
            ? ssh.knownHosts()
            : person ? SshConfig.compile(ssh.destinations(), SshConfig.Home.PERSON) : ssh.config());
    return ExitCode.FINE;
  }
}
