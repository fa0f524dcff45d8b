package io.meshinfra.mcp;

import io.meshinfra.journal.RevisionSeen;
import io.meshinfra.journal.Suspension;
import io.meshinfra.model.Revision;
import io.meshinfra.reconcile.Hub;
import io.meshinfra.reconcile.revision.SourceStatus;
import io.meshinfra.reconcile.status.NodeStatus;
import io.quarkiverse.mcp.server.Tool;
import io.quarkiverse.mcp.server.ToolArg;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/** What the hub knows of the fleet. */
@Singleton
@RunOnVirtualThread
public final class FleetTools {
  private static final int MOST_NODES = 200;

  private final Hub hub;

  FleetTools(Hub hub) {
    this.hub = hub;
  }

  @Tool(
      description =
          "All nodes of the fleet, one line each: sync, health, mode, how many resources differ, why.",
      annotations =
          @Tool.Annotations(readOnlyHint = true, destructiveHint = false, openWorldHint = false))
  String nodes() {
    return Answers.to(() -> {
      List<NodeStatus> all = hub.nodes();
      StringBuilder out = new StringBuilder();
      all.stream().limit(MOST_NODES).forEach(node -> out.append(line(node)).append('\n'));
      if (all.size() > MOST_NODES) {
        out.append("and %d more\n".formatted(all.size() - MOST_NODES));
      }
      return out.isEmpty() ? "The fleet has no nodes yet." : out.toString();
    });
  }

  private static String line(NodeStatus node) {
    String why = node.reason().isEmpty() ? "" : ": " + node.reason().replace('\n', ' ');
    return "%s: %s, %s, mode %s, %d changes%s"
        .formatted(
            node.node(),
            node.sync().word(),
            node.health().word(),
            node.mode().word(),
            node.changeCount(),
            why);
  }

  @Tool(
      description = "One node: status, labels, facts of the machine, and how its last probe went.",
      annotations =
          @Tool.Annotations(readOnlyHint = true, destructiveHint = false, openWorldHint = false))
  String node(@ToolArg(description = "name of the node") String name) {
    return Answers.to(() -> detail(hub.node(Answers.node(name))));
  }

  private String detail(NodeStatus node) {
    StringBuilder out = new StringBuilder(line(node)).append('\n');
    out.append("presence: ").append(node.presence()).append('\n');
    out.append("labels: ").append(labels(node.labels())).append('\n');
    out.append("compared with: ")
        .append(node.revision().map(Revision::id).orElse("nothing yet"))
        .append('\n');
    out.append("probed at: ")
        .append(node.probedAt().map(Object::toString).orElse("never"))
        .append('\n');
    hub.suspension(node.node()).map(FleetTools::suspended).ifPresent(out::append);
    node.facts()
        .ifPresent(facts ->
            out.append(
                Told.quoted(
                    "facts that the node told",
                    "%s %s %s, kernel %s, %s, %s, %d MiB of memory, host name %s"
                        .formatted(
                            facts.os(),
                            facts.distribution(),
                            facts.version(),
                            facts.kernel(),
                            facts.arch(),
                            facts.init(),
                            facts.memoryBytes() >> 20,
                            facts.hostname()))));
    return out.toString();
  }

  private static String labels(Map<String, String> labels) {
    return labels.isEmpty() ? "none" : labels.toString();
  }

  private static String suspended(Suspension suspension) {
    return "suspended by %s%s: %s\n"
        .formatted(
            suspension.by(),
            suspension.until().map(end -> " until " + end).orElse(""),
            suspension.reason());
  }

  @Tool(
      description = "The revision in force, what was seen on the branch lately, and what is wrong.",
      annotations =
          @Tool.Annotations(readOnlyHint = true, destructiveHint = false, openWorldHint = false))
  String source() {
    return Answers.to(() -> {
      SourceStatus source = hub.source();
      StringBuilder out = new StringBuilder();
      out.append("in force: ")
          .append(source.inForce().map(Revision::id).orElse("nothing yet"))
          .append('\n');
      if (!source.trouble().isEmpty()) {
        out.append(Told.quoted("trouble", source.trouble()));
      }
      for (RevisionSeen seen : source.recent()) {
        out.append(
            "%s %s at %s, by %s: %s\n"
                .formatted(
                    seen.revision().abbreviated(),
                    seen.status().word(),
                    seen.seenAt(),
                    seen.author(),
                    seen.subject()));
      }
      return out.toString();
    });
  }
}
