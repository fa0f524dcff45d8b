package io.meshinfra.mcp;

import io.meshinfra.journal.DriftRequest;
import io.meshinfra.reconcile.Hub;
import io.meshinfra.reconcile.status.NodeDrift;
import io.quarkiverse.mcp.server.Tool;
import io.quarkiverse.mcp.server.ToolArg;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is not as it shall be. */
@Singleton
@RunOnVirtualThread
public final class DriftTools {
  private final Hub hub;

  DriftTools(Hub hub) {
    this.hub = hub;
  }

  @Tool(
      description =
          "How nodes differ from the desired state, as their last probe saw it, since when, and which"
              + " pull request is about it: one node, or all that differ.",
      annotations =
          @Tool.Annotations(readOnlyHint = true, destructiveHint = false, openWorldHint = false))
  String drift(
      @ToolArg(description = "name of a node; all when it is missing", required = false)
          Optional<String> name) {
    return Answers.to(() -> name.map(this::one).orElseGet(this::all));
  }

  private String one(String name) {
    return told(hub.drift().of(hub.node(Answers.node(name))));
  }

  /** How much was looked at is told too: silence is not health. */
  private String all() {
    List<NodeDrift> nodes = hub.drift().all();
    StringBuilder out = new StringBuilder(seen(nodes));
    nodes.stream().filter(node -> !node.isEmpty()).forEach(node -> out.append(told(node)));
    return out.toString();
  }

  private static String seen(List<NodeDrift> nodes) {
    long probed = nodes.stream().filter(node -> node.probedAt().isPresent()).count();
    long drifting = nodes.stream().filter(node -> !node.isEmpty()).count();
    String oldest =
        nodes.stream()
            .flatMap(node -> node.probedAt().stream())
            .min(Instant::compareTo)
            .map(at -> ", the oldest probe at " + at)
            .orElse("");
    return "%d of %d nodes probed since the hub was started%s; %s\n"
        .formatted(
            probed,
            nodes.size(),
            oldest,
            drifting == 0 ? "No node differs, as far as it was probed." : drifting + " differ.");
  }

  private static String told(NodeDrift node) {
    if (node.probedAt().isEmpty() && node.isEmpty()) {
      return node.node() + ": not probed yet\n";
    }
    StringBuilder changes = new StringBuilder();
    node.items().forEach(item -> changes.append(told(item)));
    node.request().map(DriftTools::told).ifPresent(changes::append);
    String when =
        node.probedAt().map(at -> "probed at " + at).orElse("not probed since the hub was started");
    return Told.quoted(
        "drift of %s, %s".formatted(node.node(), when),
        changes.isEmpty() ? "none" : changes.toString());
  }

  private static String told(NodeDrift.Item item) {
    return "%s %s (%s%s)\n%s"
        .formatted(
            item.change(),
            item.resource(),
            item.origin().word(),
            item.since().map(at -> ", since " + at).orElse(""),
            item.text().indent(4));
  }

  private static String told(DriftRequest request) {
    return "pull request %s, %s: %s\n"
        .formatted(
            request.pullRequest(), request.stage().name().toLowerCase(Locale.ROOT), request.page());
  }
}
