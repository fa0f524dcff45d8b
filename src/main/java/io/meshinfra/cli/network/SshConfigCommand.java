package io.meshinfra.cli.network;

import io.meshinfra.cli.ExitCode;
import io.meshinfra.cli.Failure;
import io.meshinfra.cli.Shell;
import io.meshinfra.network.SshAccess;
import io.meshinfra.network.intent.HostCa;
import io.meshinfra.network.names.HostAuthority;
import io.meshinfra.network.names.SshConfig;
import java.util.Optional;
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
      "  mesh net ssh-config --authority >> ~/.ssh/known_hosts",
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

  @Option(
      names = "--authority",
      description = "One line for known_hosts: the authority for host certificates.")
  private boolean authority;

  SshConfigCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    NetworkOf network = source.network();
    SshAccess ssh = network.planned().ssh();
    network.manifests().warnings(network.planned()).forEach(shell::progress);
    shell.print(text(ssh, network.planned().intent().hostCa()));
    return ExitCode.FINE;
  }

  private String text(SshAccess ssh, Optional<HostCa> ca) {
    if (authority) {
      return ca.map(HostAuthority::alone)
          .orElseThrow(() ->
              new Failure("the network intent has no host_ca; see docs/host-certificates.md"));
    }
    if (keys) {
      return ssh.knownHosts();
    }
    return person ? SshConfig.person(ssh.destinations(), ca) : ssh.config();
  }
}
