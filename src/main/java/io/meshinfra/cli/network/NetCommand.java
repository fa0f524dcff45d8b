package io.meshinfra.cli.network;

import io.meshinfra.cli.Failure;
import io.meshinfra.cli.FormatOption;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.fleet.PolicyOption;
import io.meshinfra.cli.hub.NetStatusCommand;
import io.meshinfra.network.intent.Protocol;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mesh net}. */
@Command(
    name = "net",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Tell who may reach whom by the network intent, and why.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh net matrix                 who reaches whom, and whether the invariants hold",
      "  mesh net explain laptop hub:22  which rule allows it, on which back end",
      "  mesh net status                 how every way into every node does",
      "  mesh net keys -f desired-state  make keys of WireGuard on nodes, and write the public ones",
      "  mesh net backup                 the tunnels as files, for the day without a hub",
      "  mesh net ssh-config --person    how ssh finds the nodes by their names"
    })
public final class NetCommand implements Runnable {
  @Spec private CommandSpec spec;

  private NetCommand() {}

  public static CommandLine commandLine(Shell shell) {
    return new CommandLine(new NetCommand())
        .addSubcommand(new MatrixOf(shell))
        .addSubcommand(new NetStatusCommand(shell))
        .addSubcommand(new Why(shell))
        .addSubcommand(new NetKeysCommand(shell))
        .addSubcommand(new NetBackupCommand(shell))
        .addSubcommand(new SshConfigCommand(shell))
        .addSubcommand(TailscaleCommand.commandLine(shell));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to tell of the network");
  }

  /** Where the manifests are, and the intent beside them. */
  static final class Source {
    @Option(
        names = {"-f", "--from"},
        paramLabel = "DIR",
        description = "Folder of the manifests; desired-state if there is one, else this folder.")
    private Path directory;

    @Mixin private PolicyOption policy;

    NetworkOf network() {
      return NetworkOf.of(policy.usual(Optional.ofNullable(directory)));
    }

    NetworkOf network(Path other) {
      return NetworkOf.of(policy.in(other));
    }
  }

  /** {@code mesh net matrix}. */
  @Command(
      name = "matrix",
      mixinStandardHelpOptions = true,
      description = "Show who reaches whom on which port; what is not shown is denied.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  mesh net matrix                    desired-state and infra/policy/intent/network.yaml",
        "  mesh net matrix --against ../main  what this working copy opens and closes",
        "",
        "Exit code 0: fine, 1: with --against, something differs, 2: an error, or the intent has"
            + " mistakes."
      })
  static final class MatrixOf implements Callable<Integer> {
    private final Shell shell;
    @Mixin private FormatOption output;
    @Mixin private Source source;

    @Option(
        names = "--against",
        paramLabel = "DIR",
        description = "Show only the difference from the intent of another folder of manifests.")
    private Path against;

    MatrixOf(Shell shell) {
      this.shell = shell;
    }

    @Override
    public Integer call() {
      NetworkOf network = source.network();
      return against == null
          ? new NetworkTexts(shell, output.format()).matrix(network)
          : new NetworkTexts(shell, output.format()).difference(source.network(against), network);
    }
  }

  /** {@code mesh net explain}. */
  @Command(
      name = "explain",
      mixinStandardHelpOptions = true,
      description = "Tell which rule allows a flow, and which line of what is compiled from it.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  mesh net explain laptop hub:443",
        "  mesh net explain outside hub:51820/udp",
        "  mesh net explain laptop internet",
        "",
        "Exit code 0: it is allowed, 1: it is denied, 2: an error, or the intent has mistakes."
      })
  static final class Why implements Callable<Integer> {
    private static final Pattern FLOW =
        Pattern.compile("([^:/]{1,63}):([1-9][0-9]{0,4})(?:/(tcp|udp))?");
    private static final int LAST_PORT = 65_535;

    private final Shell shell;
    @Mixin private FormatOption output;
    @Mixin private Source source;

    @Parameters(
        index = "0",
        paramLabel = "FROM",
        description = "A node, or outside for everybody who is none.")
    private String from;

    @Parameters(
        index = "1",
        paramLabel = "TO:PORT[/PROTOCOL]",
        description =
            "A node and a port of it; tcp is the default. Or internet: by which node FROM goes there.")
    private String to;

    Why(Shell shell) {
      this.shell = shell;
    }

    @Override
    public Integer call() {
      if (to.equals("internet")) {
        NetworkOf network = source.network();
        return new FlowTexts(shell, output.format()).internet(network, network.node(from));
      }
      Matcher flow = FLOW.matcher(to);
      if (!flow.matches() || Integer.parseInt(flow.group(2)) > LAST_PORT) {
        throw new Failure("write the flow like hub:443 or hub:51820/udp");
      }
      Protocol protocol =
          Protocol.valueOf(
              Optional.ofNullable(flow.group(3)).orElse("tcp").toUpperCase(Locale.ROOT));
      NetworkOf network = source.network();
      return new FlowTexts(shell, output.format())
          .why(
              network,
              new FlowTexts.Flow(
                  network.peer(from),
                  network.node(flow.group(1)),
                  protocol,
                  Integer.parseInt(flow.group(2))));
    }
  }
}
