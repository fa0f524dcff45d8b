package io.meshinfra.cli.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.cli.Failure;
import io.meshinfra.cli.fleet.Look;
import io.meshinfra.cli.hub.HubApi;
import io.meshinfra.model.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;

/** The fleet of a hub, whose nodes the hub looks at. */
final class HubFleet {
  private static final int AT_ONCE = 16;

  private final HubApi hub;

  HubFleet(HubApi hub) {
    this.hub = hub;
  }

  /** What the nodes are compared with: which of them there are, and how the hub looks at one. */
  private record Comparison(List<String> nodes, Function<String, JsonNode> preview) {}

  /** Has the hub look at the nodes by what is in force; tells each look in their order. */
  void look(List<String> names, Consumer<Look> tell) {
    look(new Comparison(names.isEmpty() ? hub.nodeNames() : names, hub::preview), tell);
  }

  /**
   * The same by another revision.
   *
   * @param revision a commit, a branch, a tag or a ref; what it means now counts for all nodes
   * @return the commit that it means
   */
  String lookAt(String revision, List<String> names, Consumer<Look> tell) {
    JsonNode fleet = hub.fleet(revision);
    String commit = fleet.path("revision").asText();
    List<String> all = fleet.path("nodes").valueStream().map(JsonNode::asText).toList();
    look(new Comparison(names.isEmpty() ? all : names, n -> hub.preview(n, commit)), tell);
    return commit;
  }

  private void look(Comparison with, Consumer<Look> tell) {
    if (with.nodes().isEmpty()) {
      throw new Failure("the fleet has no nodes; mesh get source tells why");
    }
    // Each waits for its answer on a connection of its own.
    try (ExecutorService threads =
        Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      List<CompletableFuture<Look>> looks = new ArrayList<>();
      with.nodes().stream()
          .distinct()
          .forEach(node ->
              looks.add(
                  CompletableFuture.supplyAsync(
                      () -> look(node, with.preview().apply(node)), threads)));
      looks.forEach(look -> tell.accept(join(look)));
    }
  }

  private static Look join(CompletableFuture<Look> look) {
    try {
      return look.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof Failure failure) {
        throw failure;
      }
      throw e;
    }
  }

  private static Look look(String node, JsonNode answer) {
    boolean seen = answer.path("probed").asBoolean();
    Look.Kind unseen = answer.path("away").asBoolean() ? Look.Kind.AWAY : Look.Kind.FAILED;
    return new Look(
        node,
        seen ? Look.Kind.SEEN : unseen,
        answer.path("differs").asBoolean(),
        answer.path("steps").asInt(),
        text(answer, "driftText"),
        text(answer, "planText"),
        seen ? "" : text(answer, "reason"),
        answer);
  }

  private static String text(JsonNode answer, String field) {
    return Printable.block(answer.path(field).asText(""));
  }
}
