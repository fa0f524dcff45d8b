package io.meshinfra.cli.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.cli.ExitCode;
import io.meshinfra.cli.Failure;
import io.meshinfra.cli.FormatOption;
import io.meshinfra.cli.Interruption;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.text.Format;
import io.meshinfra.cli.text.Tree;
import io.meshinfra.model.Printable;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mesh rollback}. */
@Command(
    name = "rollback",
    mixinStandardHelpOptions = true,
    description = {
      "Put back what the last runs replaced on a node.",
      "The node is suspended with the reason, so that nothing is applied again before mesh resume."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh history laptop --generations                    what there is to go back to",
      "  mesh rollback laptop --reason \"no sound since\"       undo the last generation",
      "  mesh rollback laptop --to 7 --reason \"as on Monday\"  undo all after generation 7",
      "",
      "Without a hub, on the node itself, as root: sh /var/lib/mesh-infra/rollback list"
    })
public final class RollbackCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private HubOptions hub;
  @Mixin private FormatOption output;

  @Parameters(paramLabel = "NODE", description = "The node.")
  private String node;

  @Option(
      names = "--to",
      paramLabel = "N",
      description = "The generation to go back to; the last but one without it.")
  private Integer to;

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why, for the others.")
  private String reason;

  @Option(names = "--force", description = "Put back also what somebody has changed since.")
  private boolean force;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  private boolean yes;

  public RollbackCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    if (reason.isBlank()) {
      throw new Failure("give a reason, so that others know why the node is held back");
    }
    if (!yes && !shell.screen().in()) {
      throw new Failure(
          "rollback asks before it changes anything, and there is no terminal to ask on; with --yes"
              + " it does not ask (mesh history NODE --generations shows what there is)");
    }
    HubApi api = hub.hub(shell);
    List<JsonNode> undone = undone(api.byHand().generations(node));
    shell.progress(GenerationTexts.undone(undone).stripTrailing());
    if (!yes && !agreed(undone.size())) {
      shell.progress("Nothing was changed.");
      return ExitCode.DIFFERENCES;
    }
    JsonNode passes = rollBack(api);
    if (output.format() == Format.TABLE) {
      shell.print(Passes.text(passes) + told(api, passes));
    } else {
      shell.print(Tree.of(passes, output.format()));
    }
    int code = Passes.code(passes);
    return code == ExitCode.DIFFERENCES ? ExitCode.FINE : code;
  }

  private List<JsonNode> undone(JsonNode answer) {
    List<JsonNode> all = HubTables.items(answer, "generations").toList();
    int last =
        all.stream()
            .filter(g -> !g.path("undoneByGuard").asBoolean())
            .mapToInt(g -> g.path("number").asInt())
            .max()
            .orElse(0);
    int target = to == null ? last - 1 : to;
    return all.stream().filter(g -> g.path("number").asInt() > target).toList();
  }

  private boolean agreed(int generations) {
    String what = generations == 1 ? "this generation" : "these " + generations + " generations";
    String answer =
        shell
            .ask("Undo %s on %s, and suspend it? [y/N] ".formatted(what, node))
            .orElse("")
            .strip()
            .toLowerCase(Locale.ROOT);
    return answer.equals("y") || answer.equals("yes");
  }

  private JsonNode rollBack(HubApi api) {
    OptionalInt target = to == null ? OptionalInt.empty() : OptionalInt.of(to);
    try (Interruption interruption =
        Interruption.told(shell, "interrupted. The hub goes on; see: mesh get runs")) {
      return api.byHand().rollBack(node, target, force, reason.strip());
    }
  }

  /** What the node said of each thing. */
  private static String told(HubApi api, JsonNode passes) {
    StringBuilder out = new StringBuilder();
    for (JsonNode pass : passes.path("passes")) {
      String run = HubTables.text(pass, "run");
      if (!run.isEmpty()) {
        for (JsonNode step : api.run(run).path("steps")) {
          String output = HubTables.text(step, "output").strip();
          out.append(HubTables.text(step, "title")).append('\n');
          out.append(output.isEmpty() ? "" : "  " + output.replace("\n", "\n  ") + "\n");
        }
      }
    }
    return Printable.block(out.toString());
  }
}
