package io.meshinfra.cli.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.cli.Failure;
import io.meshinfra.cli.FormatOption;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.TimeText;
import io.meshinfra.cli.text.Format;
import io.meshinfra.cli.text.Tree;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mesh approve}. */
@Command(
    name = "approve",
    mixinStandardHelpOptions = true,
    description = "Agree to the plan of a node that waits for an approval.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh get nodes                                         which plans wait, and why",
      "  mesh approve hub --reason \"looked at the diff\"",
      "  mesh approve hub --plan 5d682e477e1af736 --reason \"as discussed\"",
      "",
      "An approval is of exactly one plan. When the node or the revision has changed by then, there is",
      "another plan, and nothing is recorded."
    })
public final class ApproveCommand implements Runnable {
  private final Shell shell;
  @Mixin private HubOptions hub;
  @Mixin private FormatOption output;

  @Parameters(paramLabel = "NODE", description = "The node.")
  private String node;

  @Option(
      names = "--plan",
      paramLabel = "HASH",
      description = "The plan that was looked at; without it, the one that waits.")
  private String plan;

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why, for the others.")
  private String reason;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description =
          "When it ends: 2h from now, or a date and time; the hub's usual time without it.")
  private String until;

  public ApproveCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    if (reason.isBlank()) {
      throw new Failure("give a reason, so that others know why the plan was fine");
    }
    JsonNode answer =
        hub.hub(shell)
            .approve(
                node,
                Optional.ofNullable(plan),
                reason.strip(),
                Optional.ofNullable(until)
                    .map(text -> TimeText.future("--until", text, shell).toString()));
    shell.print(
        output.format() == Format.TABLE
            ? HubTexts.printable(told(answer)) + "\n"
            : Tree.of(answer, output.format()));
  }

  private static String told(JsonNode answer) {
    return "plan %s of %s is approved by %s until %s; the hub looks at the node now"
        .formatted(
            HubTables.text(answer, "plan"),
            HubTables.text(answer, "node"),
            HubTables.text(answer, "by"),
            HubTables.text(answer, "until"));
  }
}
