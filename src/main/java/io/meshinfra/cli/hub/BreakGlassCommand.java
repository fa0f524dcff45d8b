package io.meshinfra.cli.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.cli.Failure;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.TimeText;
import io.meshinfra.model.Printable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mesh break-glass}. */
@Command(
    name = "break-glass",
    mixinStandardHelpOptions = true,
    description = {
      "Work on a node by hand in an emergency.",
      "The hub leaves it alone until then. Afterwards it tells what was changed, and leaves that too"
          + " until it is adopted (mesh drift adopt) or reverted."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh break-glass hub --reason \"disk full\" --ttl 1h   begin",
      "  mesh break-glass hub                                  who is at it, what was changed",
      "  mesh break-glass hub --end                            done: look what was changed",
      "  mesh break-glass hub --revert                         put it right as git has it"
    })
public final class BreakGlassCommand implements Runnable {
  private final Shell shell;
  @Mixin private HubOptions hub;

  @Parameters(paramLabel = "NODE", description = "The node.")
  private String node;

  @ArgGroup(exclusive = false)
  private Begin begin;

  @Option(names = "--end", description = "The work has ended; the node is looked at now.")
  private boolean end;

  @Option(names = "--revert", description = "Put right what was changed, like other drift.")
  private boolean revert;

  public BreakGlassCommand(Shell shell) {
    this.shell = shell;
  }

  /** What it takes to begin. */
  static final class Begin {
    @Option(
        names = "--reason",
        required = true,
        paramLabel = "TEXT",
        description = "Why, for the others.")
    private String reason;

    @Option(
        names = "--ttl",
        required = true,
        paramLabel = "TIME",
        description = "When it ends by itself: 1h from now, or a date and time.")
    private String ttl;
  }

  @Override
  public void run() {
    HubApi api = hub.hub(shell);
    if ((begin == null ? 0 : 1) + (end ? 1 : 0) + (revert ? 1 : 0) > 1) {
      throw new Failure("either begin with --reason and --ttl, or --end, or --revert");
    }
    if (begin != null) {
      open(api);
    } else if (end) {
      shell.print(Passes.text(api.byHand().endGlass(node)) + told(api.byHand().breakGlass(node)));
    } else if (revert) {
      api.byHand().revertGlass(node);
      shell.print("%s is put right as git has it; mesh history %s tells\n".formatted(node, node));
    } else {
      shell.print(told(api.byHand().breakGlass(node)));
    }
  }

  private void open(HubApi api) {
    if (begin.reason.isBlank()) {
      throw new Failure("give a reason, so that others know what goes on there");
    }
    String until = TimeText.future("--ttl", begin.ttl, shell).toString();
    shell.print(told(api.byHand().openGlass(node, begin.reason.strip(), until)));
  }

  private String told(JsonNode answer) {
    StringBuilder out = new StringBuilder();
    JsonNode open = answer.path("open");
    if (open.isObject()) {
      out.append(
          "%s is left to %s until %s: %s; mesh break-glass %s --end ends that\n"
              .formatted(
                  node,
                  HubTables.text(open, "by"),
                  HubTables.time(open, "until"),
                  HubTables.text(open, "reason"),
                  node));
    }
    for (JsonNode held : answer.path("held")) {
      out.append(
          "%s was changed by hand (%s)\n    %s\n"
              .formatted(
                  HubTables.text(held, "resource"),
                  HubTables.text(held, "reason"),
                  HubTables.text(held, "detail").strip().replace("\n", "\n    ")));
    }
    if (out.isEmpty()) {
      out.append("nobody works on %s by hand, and nothing is held there\n".formatted(node));
    }
    return Printable.block(out.toString());
  }
}
