package io.meshinfra.cli.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.cli.Failure;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.text.Format;
import io.meshinfra.cli.text.Tree;
import java.time.Instant;
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
      "  mesh get nodes -o wide     also how many ways into each lead in",
      "  mesh get drift             what is not as it shall be, everywhere, and since when",
      "  mesh get drift laptop      on one node, and how it differs",
      "  mesh get reviews           pull requests that the hub tells about",
      "  mesh get reviews 7         the whole plan of one, as Markdown",
      "  mesh get runs -o json      the last runs",
      "  mesh get run RUN           all of one run, with what its steps printed",
      "  mesh get rollouts          how what is new comes to nodes; who holds semaphores",
      "  mesh get source            the revision in force, and those before it",
      "  mesh get hubs              which hub is in charge, and which stand by"
    })
public final class GetCommand implements Runnable {
  /** What can be shown. */
  enum What {
    NODES,
    RUNS,
    RUN,
    EVENTS,
    DRIFT,
    REVIEWS,
    ROLLOUTS,
    SOURCE,
    HUBS
  }

  /** How it is printed. */
  enum Shape {
    TABLE(Format.TABLE),
    WIDE(Format.TABLE),
    JSON(Format.JSON),
    YAML(Format.YAML);

    private final Format format;

    Shape(Format format) {
      this.format = format;
    }
  }

  private static final int USUAL = 50;
  private static final int USUAL_DRIFT = 1000;

  private final Shell shell;
  @Mixin private HubOptions hub;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "table|wide|json|yaml",
      defaultValue = "table",
      description =
          "How to print the result; table is the default, for people; wide shows more of nodes.")
  private Shape shape;

  @Parameters(
      index = "0",
      paramLabel = "nodes|runs|run|events|drift|reviews|rollouts|source|hubs",
      description = "What.")
  private What what;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NAME",
      description =
          "Only this node; with run, the run; with reviews, the number of one; with rollouts, that"
              + " one.")
  private String name;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Lines to show at most; 50 is the default, of drift 1000.")
  private Integer limit;

  @Option(
      names = "--state",
      paramLabel = "open|merged|settled|closed",
      description = "Only reviews in this state.")
  private String state;

  public GetCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    if (state != null && what != What.REVIEWS) {
      throw new Failure("only reviews have a --state, like mesh get reviews --state open");
    }
    JsonNode answer = answer(hub.hub(shell));
    shell.print(shape.format == Format.TABLE ? text(answer) : Tree.of(answer, shape.format));
  }

  private JsonNode answer(HubApi api) {
    Optional<String> only = Optional.ofNullable(name);
    return switch (what) {
      case NODES -> only.map(api::node).orElseGet(api::nodes);
      case RUNS -> api.runs(only, limit(USUAL));
      case RUN ->
          api.run(only.orElseThrow(() -> new Failure("say which run; mesh get runs lists them")));
      case EVENTS -> api.events(only, limit(USUAL));
      case DRIFT -> only.map(api::nodeDrift).orElseGet(() -> api.drift(limit(USUAL_DRIFT)));
      case REVIEWS ->
          only.map(api::review)
              .orElseGet(() -> api.reviews(Optional.ofNullable(state), limit(USUAL)));
      case ROLLOUTS -> only.map(api::rollout).orElseGet(api::rollouts);
      case SOURCE -> api.source();
      case HUBS -> api.hubs();
    };
  }

  private int limit(int usual) {
    return limit == null ? usual : limit;
  }

  private String text(JsonNode answer) {
    int width = shell.screen().columns();
    Instant now = shell.clock().instant();
    return switch (what) {
      case NODES -> HubTables.nodes(answer, width, shape == Shape.WIDE);
      case RUNS -> HubTables.runs(answer, width);
      case RUN -> HubTexts.run(answer);
      case EVENTS -> HubTables.events(answer, width);
      case DRIFT -> name == null ? DriftTexts.all(answer, width, now) : DriftTexts.one(answer, now);
      case REVIEWS -> name == null ? ReviewTexts.all(answer, width) : ReviewTexts.one(answer);
      case ROLLOUTS ->
          name == null ? RolloutTexts.all(answer, width) : RolloutTexts.one(answer, width);
      case SOURCE -> HubTables.source(answer, width);
      case HUBS -> HubTables.hubs(answer, width);
    };
  }
}
