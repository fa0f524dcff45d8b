package io.meshinfra.cli.hub;

import io.meshinfra.cli.Failure;
import io.meshinfra.cli.Shell;
import io.meshinfra.model.FencingToken;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mesh lease}. */
@Command(
    name = "lease",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "The lease by which one hub is in charge.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh get hubs                      which hub is in charge, and until when",
      "  mesh lease raise --above 57 --reason \"database put back from the dump of Monday\""
    })
public final class LeaseCommand implements Runnable {
  @Spec private CommandSpec spec;

  private LeaseCommand() {}

  public static CommandLine commandLine(Shell shell) {
    return new CommandLine(new LeaseCommand()).addSubcommand(new Raise(shell));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do with the lease");
  }

  /** {@code mesh lease raise}. */
  @Command(
      name = "raise",
      mixinStandardHelpOptions = true,
      description = {
        "Give the hub in charge a larger fencing token than nodes have seen.",
        "Nodes take nothing from a hub with a smaller one. Do this when the hub's database was put"
            + " back from an older copy, and no other hub works these nodes: one that does is kept out."
      },
      footerHeading = "%nExample:%n",
      footer =
          "  mesh lease raise --above 57 --reason \"database put back from the dump of Monday\"")
  static final class Raise implements Runnable {
    private final Shell shell;
    @Mixin private HubOptions hub;

    @Option(
        names = "--above",
        required = true,
        paramLabel = "TOKEN",
        description = "The largest that a node tells of.")
    private long above;

    @Option(
        names = "--reason",
        required = true,
        paramLabel = "TEXT",
        description = "Why, for the audit.")
    private String reason;

    Raise(Shell shell) {
      this.shell = shell;
    }

    @Override
    public void run() {
      if (above < 1 || above >= FencingToken.LARGEST) {
        throw new Failure(
            "--above is a fencing token as the nodes tell it, from 1 to "
                + (FencingToken.LARGEST - 1));
      }
      shell.print(
          HubTables.hubs(hub.hub(shell).raiseToken(above, reason), shell.screen().columns()));
    }
  }
}
