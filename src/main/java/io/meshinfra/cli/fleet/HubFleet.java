package io.meshinfra.cli.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.cli.Failure;
import io.meshinfra.cli.hub.HubApi;
import io.meshinfra.model.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** The fleet of a hub, whose nodes the hub looks at. */
final class HubFleet {
  private static final int AT_ONCE = 16;

  private final HubApi hub;
  private final Optional<String> revision;

  /**
   * @param revision that shall be in force, or the beginning of it
   */
  HubFleet(HubApi hub, Optional<String> revision) {
    this.hub = hub;
    this.revision = revision;
  }

  /** Has the hub look at the nodes, and tells each look in the order of the names. */
  void look(List<String> names, Consumer<Look> tell) {
    List<String> nodes = names.isEmpty() ? hub.nodeNames() : names.stream().distinct().toList();
    if (nodes.isEmpty()) {
      throw new Failure("the fleet of the hub has no nodes; mesh get source tells why");
    }
    // Each waits for its answer on a connection of its own.
    try (ExecutorService threads =
        Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      List<CompletableFuture<Look>> looks = new ArrayList<>();
      nodes.forEach(
          node -> looks.add(CompletableFuture.supplyAsync(() -> look(node), threads)));
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

  private Look look(String node) {
    JsonNode answer = hub.preview(node);
    String at = answer.path("revision").asText("");
    if (revision.isPresent() && !at.startsWith(revision.get())) {
      throw new Failure(
          "the hub has %s in force, and compares with no other revision; check out %s and compare with: mesh diff -f DIR"
              .formatted(Printable.line(at), Printable.quote(revision.get())));
    }
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
