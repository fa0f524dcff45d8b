package io.meshinfra.cli.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.cli.ExitCode;
import io.meshinfra.cli.Shell;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mesh source}. */
@Command(
    name = "source",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Have the hub look at the git repository of the desired state.",
    footerHeading = "%nExamples:%n",
    footer = {"  mesh source refresh", "  mesh get source"})
public final class SourceCommand implements Runnable {
  @Spec private CommandSpec spec;

  private SourceCommand() {}

  public static CommandLine commandLine(Shell shell) {
    return new CommandLine(new SourceCommand())
        .addSubcommand(new Refresh(shell))
        .addSubcommand(new AcceptRewind(shell));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do with the source");
  }

  /** Asks the hub for a look at git and tells what came of it. */
  private abstract static class Look implements Callable<Integer> {
    private final Shell shell;
    private final Function<HubApi, JsonNode> question;
    @Mixin private HubOptions hub;

    Look(Shell shell, Function<HubApi, JsonNode> question) {
      this.shell = shell;
      this.question = question;
    }

    @Override
    public final Integer call() {
      return told(shell, question.apply(hub.hub(shell)));
    }
  }

  /** {@code mesh source refresh}. */
  @Command(
      name = "refresh",
      mixinStandardHelpOptions = true,
      description = "Look for new commits now.",
      footerHeading = "%nExample:%n",
      footer = "  mesh source refresh")
  static final class Refresh extends Look {
    Refresh(Shell shell) {
      super(shell, HubApi::refresh);
    }
  }

  /** {@code mesh source accept-rewind}. */
  @Command(
      name = "accept-rewind",
      mixinStandardHelpOptions = true,
      description = "Accept the branch as it is, though its history was rewritten.",
      footerHeading = "%nExample:%n",
      footer = "  mesh source accept-rewind")
  static final class AcceptRewind extends Look {
    AcceptRewind(Shell shell) {
      super(shell, HubApi::acceptRewind);
    }
  }

  private static int told(Shell shell, JsonNode answer) {
    String trouble = HubTexts.printable(HubTables.text(answer, "trouble"));
    String inForce = HubTexts.printable(HubTables.text(answer, "inForce"));
    String news = answer.path("changed").asBoolean() ? "New in force: " : "Nothing new; in force: ";
    shell.print(news + (inForce.isEmpty() ? "nothing yet" : inForce) + "\n");
    if (!trouble.isEmpty()) {
      shell.print("Trouble: " + trouble + "\n");
      return ExitCode.ERROR;
    }
    return ExitCode.FINE;
  }
}
