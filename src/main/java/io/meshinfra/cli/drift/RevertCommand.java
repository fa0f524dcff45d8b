package io.meshinfra.cli.drift;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshinfra.cli.ColourOption;
import io.meshinfra.cli.ExitCode;
import io.meshinfra.cli.Failure;
import io.meshinfra.cli.FormatOption;
import io.meshinfra.cli.Interruption;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.YesOption;
import io.meshinfra.cli.hub.HubApi;
import io.meshinfra.cli.hub.HubOptions;
import io.meshinfra.cli.hub.Passes;
import io.meshinfra.cli.text.Format;
import io.meshinfra.cli.text.Tree;
import io.meshinfra.model.Printable;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mesh drift revert}. */
@Command(
    name = "revert",
    mixinStandardHelpOptions = true,
    description = "Put back what somebody changed by hand on a node that mesh leaves alone.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh drift revert laptop --reason \"was a test\"",
      "  mesh drift revert laptop --plan 5d682e477e1af736 --reason \"as discussed\" --yes",
      "",
      "Has the hub look at the node, shows what would be put back and asks; without a terminal and",
      "without --yes it only shows it. The hub does what was shown or nothing. What git changed and",
      "has not reached the node stays as it is.",
      "Exit code 0: put back, or nothing to put back, 1: drift is left, 2: an error, or the node was",
      "away."
    })
final class RevertCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(paramLabel = "NODE", description = "The node.")
  private String node;

  @Option(
      names = "--plan",
      paramLabel = "HASH",
      description =
          "The plan that was looked at elsewhere, as in a pull request; no other is used.")
  private String plan;

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why, for the others.")
  private String reason;

  @Mixin private YesOption yes;
  @Mixin private HubOptions hub;
  @Mixin private FormatOption output;
  @Mixin private ColourOption colour;

  RevertCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    if (reason.isBlank()) {
      throw new Failure("give a reason, so that others know why the node was put back");
    }
    HubApi api = hub.hub(shell);
    JsonNode shown = api.revertPreview(node);
    if (!shown.path("probed").asBoolean()) {
      String how = shown.path("away").asBoolean() ? "away" : "not seen";
      throw new Failure(
          "%s is %s: %s".formatted(node, how, Printable.block(shown.path("reason").asText())));
    }
    String hash = shown.path("hash").asText("");
    if (hash.isEmpty()) {
      return nothing(shown);
    }
    if (plan != null && !plan.equals(hash)) {
      throw new Failure(
          "%s would get plan %s now, not %s, so nothing was done; without --plan this shows it"
              .formatted(node, Printable.line(hash), Printable.line(plan)));
    }
    tell(shown);
    return yes.agreed(shell, "Put it back?", "Nothing was put back", "puts it back")
        ? done(api, shown, hash)
        : undone(shown);
  }

  private boolean isTable() {
    return output.format() == Format.TABLE;
  }

  private int nothing(JsonNode shown) {
    shell.print(
        isTable()
            ? node + ": nothing was changed by hand that could be put back\n"
            : Tree.of(shown, output.format()));
    return ExitCode.FINE;
  }

  private void tell(JsonNode shown) {
    if (isTable()) {
      String text = Printable.block(shown.path("planText").asText());
      shell.print(shell.paint(colour.when()).changes(text) + left(shown));
    }
  }

  private static String left(JsonNode shown) {
    String all =
        shown.path("left").valueStream().map(JsonNode::asText).collect(Collectors.joining(", "));
    return all.isEmpty() ? "" : "  stays as it is: " + Printable.block(all) + "\n";
  }

  private int undone(JsonNode shown) {
    if (!isTable()) {
      shell.print(Tree.of(shown, output.format()));
    }
    return ExitCode.DIFFERENCES;
  }

  private int done(HubApi api, JsonNode shown, String hash) {
    JsonNode passes;
    try (Interruption interruption =
        Interruption.told(shell, "interrupted. The hub goes on; see: mesh history " + node)) {
      passes = api.revert(node, hash, reason.strip());
    }
    if (isTable()) {
      shell.print(Passes.text(passes));
    } else {
      ObjectNode tree = Tree.mapper().createObjectNode();
      tree.set("shown", shown);
      tree.set("passes", passes.path("passes"));
      shell.print(Tree.of(tree, output.format()));
    }
    return Passes.code(passes);
  }
}
