package io.meshinfra.cli.join;

import io.meshinfra.cli.Shell;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mesh node}. */
@Command(
    name = "node",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Make a machine a node of the fleet, or let it go.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh node add laptop --ssh me@192.0.2.20 --label role=workstation",
      "  mesh node remove laptop --cleanup --ssh me@192.0.2.20"
    })
public final class NodeCommand implements Runnable {
  @Spec private CommandSpec spec;

  private NodeCommand() {}

  public static CommandLine commandLine(Shell shell) {
    return new CommandLine(new NodeCommand())
        .addSubcommand(new NodeAdd(shell))
        .addSubcommand(new NodeRemove(shell));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say whether a node comes or goes");
  }
}
