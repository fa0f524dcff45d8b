package io.meshinfra.cli.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.cli.Failure;
import io.meshinfra.cli.FormatOption;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.text.Format;
import io.meshinfra.cli.text.Tree;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mesh get}. */
@Command(
    name = "get",
    mixinStandardHelpOptions = true,
    description = "Show what the hub knows.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh get nodes             all nodes in one line each",
      "  mesh get drift laptop      how the last probe saw it",
      "  mesh get runs -o json      the last runs",
      "  mesh get run RUN           all of one run, with what its steps printed",
      "  mesh get source            the revision in force, and those before it"
    })
public final class GetCommand implements Runnable {
  /** What can be shown. */
  enum What {
    NODES,
    RUNS,
    RUN,
    EVENTS,
    DRIFT,
    SOURCE
  }

  private final Shell shell;
  @Mixin private HubOptions hub;
  @Mixin private FormatOption output;

  @Parameters(index = "0", paramLabel = "nodes|runs|run|events|drift|source", description = "What.")
  private What what;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NAME",
      description = "Only this node; with run, the run.")
  private String name;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "Runs or events to show at most; 50 is the default.")
  private int limit;

  public GetCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    JsonNode answer = answer(hub.hub(shell));
    shell.print(
        output.format() == Format.TABLE
            ? text(answer, shell.screen().columns())
            : Tree.of(answer, output.format()));
  }

  private JsonNode answer(HubApi api) {
    Optional<String> only = Optional.ofNullable(name);
    return switch (what) {
      case NODES -> only.map(api::node).orElseGet(api::nodes);
      case RUNS -> api.runs(only, limit);
      case RUN ->
          api.run(only.orElseThrow(() -> new Failure("say which run; mesh get runs lists them")));
      case EVENTS -> api.events(only, limit);
      case DRIFT -> api.drift(only);
      case SOURCE -> api.source();
    };
  }

  private String text(JsonNode answer, int width) {
    return switch (what) {
      case NODES -> HubTables.nodes(answer, width);
      case RUNS -> HubTables.runs(answer, width);
      case RUN -> HubTexts.run(answer);
      case EVENTS -> HubTables.events(answer, width);
      case DRIFT -> HubTexts.drift(answer);
      case SOURCE -> HubTables.source(answer, width);
    };
  }
}
