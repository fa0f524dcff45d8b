package io.meshinfra.cli.ground;

import io.meshinfra.cli.Shell;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mesh ground}. */
@Command(
    name = "ground",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Facts, contracts and checks for those who work in a repository.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh ground pull                                        what is so, and what is open",
      "  mesh ground plan --agent claude --include 'docs/**'     propose a contract",
      "  mesh ground commit                                      check what is staged"
    })
public final class GroundCommand implements Runnable {
  @Spec private CommandSpec spec;

  private GroundCommand() {}

  public static CommandLine commandLine(Shell shell) {
    return new CommandLine(new GroundCommand())
        .addSubcommand(new PullCommand(shell))
        .addSubcommand(new PlanCommand(shell))
        .addSubcommand(new CommitCommand(shell))
        .addSubcommand(new CheckCommand(shell));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do");
  }
}
