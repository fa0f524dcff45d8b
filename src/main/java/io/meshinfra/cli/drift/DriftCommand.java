package io.meshinfra.cli.drift;

import io.meshinfra.cli.Shell;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mesh drift}. */
@Command(
    name = "drift",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Ask who caused drift, and decide what becomes of it.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh drift evidence laptop -f desired-state",
      "  mesh drift adopt laptop                     the manifests follow the node",
      "  mesh drift revert laptop --reason \"a test\"   the node follows the manifests"
    })
public final class DriftCommand implements Runnable {
  @Spec private CommandSpec spec;

  private DriftCommand() {}

  public static CommandLine commandLine(Shell shell) {
    return new CommandLine(new DriftCommand())
        .addSubcommand(new AdoptCommand(shell))
        .addSubcommand(new RevertCommand(shell))
        .addSubcommand(new EvidenceCommand(shell));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what shall become of the drift");
  }
}
