package io.meshinfra.mcp;

import io.meshinfra.model.NodeName;
import io.meshinfra.reconcile.Explanations;
import io.meshinfra.reconcile.Hub;
import io.meshinfra.reconcile.Previews;
import io.meshinfra.reconcile.pass.Pass;
import io.quarkiverse.mcp.server.Tool;
import io.quarkiverse.mcp.server.ToolArg;
import io.quarkiverse.mcp.server.ToolCallException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** What would be done, and what words mean. */
@Singleton
@RunOnVirtualThread
public final class PlanTools {
  /** Each looks at a real node; an assistant that asks in a loop must not keep the hub busy. */
  private static final int AT_ONCE = 4;

  private final Hub hub;
  private final Semaphore places = new Semaphore(AT_ONCE);

  PlanTools(Hub hub) {
    this.hub = hub;
  }

  @Tool(
      description =
          "Probes one node now and shows how it differs from the revision in force and what would be"
              + " done about it. With revision: what that commit, branch or tag asks of the node"
              + " beyond the revision in force, told from the manifests alone. Changes nothing.",
      annotations =
          @Tool.Annotations(readOnlyHint = true, destructiveHint = false, openWorldHint = false))
  String plan(
      @ToolArg(description = "name of the node") String name,
      @ToolArg(description = "a commit, branch or tag instead of a probe", required = false)
          Optional<String> revision) {
    return atOnce(() -> {
      NodeName node = Answers.node(name);
      return Answers.to(() ->
          revision
              .map(ref ->
                  Told.quoted(
                      "predicted from the manifests", hub.previewDesk().predicted(node, ref)))
              .orElseGet(() -> planned(node)));
    });
  }

  private String planned(NodeName node) {
    Pass pass = hub.previewDesk().look(node);
    StringBuilder out = new StringBuilder();
    out.append("%s at %s: %s\n".formatted(node, pass.revision().abbreviated(), pass.word()));
    if (!pass.detail().isBlank()) {
      out.append(Told.quoted("detail", pass.detail()));
    }
    pass.driftText().ifPresent(text -> out.append(Told.quoted("drift", text)));
    pass.planText().ifPresent(text -> out.append(Told.quoted("plan", text)));
    return out.toString();
  }

  @Tool(
      description =
          "Tells who may reach whom otherwise by the network intent of a commit, branch or tag than by"
              + " the revision in force: what it opens and closes, told from git alone. Changes"
              + " nothing.",
      annotations =
          @Tool.Annotations(readOnlyHint = true, destructiveHint = false, openWorldHint = false))
  String network(@ToolArg(description = "a commit, branch or tag") String revision) {
    return atOnce(() -> Answers.to(() -> moved(hub.previews().networkMove(revision))));
  }

  private static String moved(Previews.NetworkMove move) {
    List<String> lines = move.difference().lines();
    String beside =
        "%s beside %s, which is in force:"
            .formatted(move.revision().abbreviated(), move.inForce().abbreviated());
    return lines.isEmpty()
        ? beside + " nothing changes\n"
        : beside + "\n" + Told.quoted("network", String.join("\n", lines));
  }

  private String atOnce(Supplier<String> work) {
    if (!places.tryAcquire()) {
      throw new ToolCallException("%d plans are being made already; try again".formatted(AT_ONCE));
    }
    try {
      return work.get();
    } finally {
      places.release();
    }
  }

  @Tool(
      description = "Explains a kind of manifest or resource, or one of its fields, with examples.",
      annotations =
          @Tool.Annotations(readOnlyHint = true, destructiveHint = false, openWorldHint = false))
  String explain(
      @ToolArg(description = "like file, file.mode, Node, Node.spec.access") String path) {
    return Answers.to(() -> Explanations.of(path));
  }
}
