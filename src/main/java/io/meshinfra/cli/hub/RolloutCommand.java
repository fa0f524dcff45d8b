package io.meshinfra.cli.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.cli.Failure;
import io.meshinfra.cli.FormatOption;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.text.Format;
import io.meshinfra.cli.text.Tree;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mesh rollout}. */
@Command(
    name = "rollout",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "See how what is new comes to nodes; hold it, or end it.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh rollout show web",
      "  mesh rollout pause web --reason \"look at the canary\"",
      "  mesh rollout resume web",
      "  mesh get rollouts"
    })
public final class RolloutCommand implements Runnable {
  @Spec private CommandSpec spec;

  private RolloutCommand() {}

  public static CommandLine commandLine(Shell shell) {
    return new CommandLine(new RolloutCommand())
        .addSubcommand(new Show(shell))
        .addSubcommand(new Pause(shell))
        .addSubcommand(new Resume(shell))
        .addSubcommand(new Abort(shell));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do with the rollout");
  }

  /** Something about one rollout. */
  private abstract static class OfOne implements Runnable {
    final Shell shell;
    @Mixin HubOptions hub;
    @Mixin FormatOption output;

    @Parameters(paramLabel = "NAME", description = "The rollout; mesh get rollouts lists them.")
    String name;

    OfOne(Shell shell) {
      this.shell = shell;
    }

    abstract JsonNode answer(HubApi api);

    @Override
    public final void run() {
      JsonNode answer = answer(hub.hub(shell));
      shell.print(
          output.format() == Format.TABLE
              ? RolloutTexts.one(answer, shell.screen().columns())
              : Tree.of(answer, output.format()));
    }
  }

  /** Something about one rollout that needs a reason. */
  private abstract static class ForReason extends OfOne {
    private final String verb;

    @Option(
        names = "--reason",
        required = true,
        paramLabel = "TEXT",
        description = "Why, for the others.")
    private String reason;

    ForReason(Shell shell, String verb) {
      super(shell);
      this.verb = verb;
    }

    @Override
    final JsonNode answer(HubApi api) {
      if (reason.isBlank()) {
        throw new Failure("give a reason, so that others know why it does not go on");
      }
      return api.askRollout(name, verb, Optional.of(reason.strip()));
    }
  }

  /** {@code mesh rollout show}. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Show one rollout with its nodes.",
      footerHeading = "%nExample:%n",
      footer = "  mesh rollout show web")
  static final class Show extends OfOne {
    Show(Shell shell) {
      super(shell);
    }

    @Override
    JsonNode answer(HubApi api) {
      return api.rollout(name);
    }
  }

  /** {@code mesh rollout pause}. */
  @Command(
      name = "pause",
      mixinStandardHelpOptions = true,
      description = "Let no node begin until it is resumed; what is at work goes on to its end.",
      footerHeading = "%nExample:%n",
      footer = "  mesh rollout pause web --reason \"look at the canary\"")
  static final class Pause extends ForReason {
    Pause(Shell shell) {
      super(shell, "pause");
    }
  }

  /** {@code mesh rollout resume}. */
  @Command(
      name = "resume",
      mixinStandardHelpOptions = true,
      description = "Let it go on; what failed is tried again.",
      footerHeading = "%nExample:%n",
      footer = "  mesh rollout resume web")
  static final class Resume extends OfOne {
    Resume(Shell shell) {
      super(shell);
    }

    @Override
    JsonNode answer(HubApi api) {
      return api.askRollout(name, "resume", Optional.empty());
    }
  }

  /** {@code mesh rollout abort}. */
  @Command(
      name = "abort",
      mixinStandardHelpOptions = true,
      description = {
        "End it for what it brings: no node begins any more until something newer is in force.",
        "With onFailure: undo the nodes of its wave go back to what they had."
      },
      footerHeading = "%nExample:%n",
      footer = "  mesh rollout abort web --reason \"wrong certificate\"")
  static final class Abort extends ForReason {
    Abort(Shell shell) {
      super(shell, "abort");
    }
  }
}
