package io.meshinfra.cli.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.cli.FormatOption;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.text.Format;
import io.meshinfra.cli.text.Tree;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mesh history}. */
@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    description = "Show the runs over one node, the last one first.",
    footerHeading = "%nExample:%n",
    footer = {"  mesh history laptop --limit 5", "  mesh history laptop --generations"})
public final class HistoryCommand implements Runnable {
  private final Shell shell;
  @Mixin private HubOptions hub;
  @Mixin private FormatOption output;

  @Parameters(paramLabel = "NODE", description = "The node.")
  private String node;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "Runs to show at most; 20 is the default.")
  private int limit;

  @Option(
      names = "--generations",
      description =
          "Ask the node which of them it keeps, with what they replaced: mesh rollback undoes them.")
  private boolean generations;

  public HistoryCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    if (generations) {
      JsonNode kept = hub.hub(shell).byHand().generations(node);
      shell.print(
          output.format() == Format.TABLE
              ? GenerationTexts.table(kept, shell.screen().columns())
              : Tree.of(kept, output.format()));
      return;
    }
    JsonNode runs = hub.hub(shell).history(node, limit);
    shell.print(
        output.format() == Format.TABLE
            ? HubTables.runs(runs, shell.screen().columns())
            : Tree.of(runs, output.format()));
  }
}
