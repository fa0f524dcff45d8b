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
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
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
        .addSubcommand(new AcceptRewind(shell))
        .addSubcommand(new AcceptScope(shell));
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

  /** {@code mesh source accept-scope}. */
  @Command(
      name = "accept-scope",
      mixinStandardHelpOptions = true,
      description = "Let commits in that left the contract of their session.",
      footerHeading = "%nExample:%n",
      footer = "  mesh source accept-scope 229f31c8fb --reason \"read it line by line\"")
  static final class AcceptScope implements Callable<Integer> {
    private final Shell shell;
    @Mixin private HubOptions hub;

    @Parameters(
        paramLabel = "COMMIT",
        description = "The commit that was looked at; what it contains is let in with it.")
    private String commit;

    @Option(
        names = "--reason",
        required = true,
        paramLabel = "TEXT",
        description = "Why, for the others.")
    private String reason;

    AcceptScope(Shell shell) {
      this.shell = shell;
    }

    @Override
    public Integer call() {
      return told(shell, hub.hub(shell).acceptScope(commit, reason));
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
