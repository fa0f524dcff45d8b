package io.meshinfra.mcp;

import io.meshinfra.journal.Deed;
import io.meshinfra.model.NodeName;
import io.meshinfra.reconcile.Hub;
import io.meshinfra.reconcile.agent.AgentRefusal;
import io.meshinfra.reconcile.agent.Roles;
import io.meshinfra.reconcile.pass.Pass;
import io.quarkiverse.mcp.server.Tool;
import io.quarkiverse.mcp.server.ToolArg;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The one tool that changes something. */
@Singleton
@RunOnVirtualThread
public final class ReconcileTools {
  /** Assistants give up on a tool that takes longer; history tells how it ended. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  private final Hub hub;
  private final Caller caller;

  ReconcileTools(Hub hub, Caller caller) {
    this.hub = hub;
    this.caller = caller;
  }

  @Tool(
      name = ReconcileFilter.RECONCILE,
      description =
          "Makes a pass over the named nodes now, by the revision in force, and waits at most 60 s"
              + " for its end. Needs a token for that, and a contract that names the nodes.",
      annotations = @Tool.Annotations(destructiveHint = true, openWorldHint = false))
  String reconcile(@ToolArg(description = "names of the nodes") List<String> nodes) {
    return Answers.to(() -> {
      List<NodeName> names = nodes.stream().map(Answers::node).distinct().toList();
      allow(names);
      Map<NodeName, CompletableFuture<Pass>> ends = hub.reconcile(names, false, by());
      await(ends);
      StringBuilder out = new StringBuilder();
      ends.forEach((node, end) -> out.append(told(node, end)));
      return out.toString();
    });
  }

  private void allow(List<NodeName> names) {
    if (names.isEmpty()) {
      throw new AgentRefusal.NotAllowed("name the nodes");
    }
    if (caller.agent().isPresent()) {
      hub.agents().access().reconcile(caller.agent().get(), names, node -> hub.node(node).labels());
    } else if (!caller.has(Roles.OPERATOR)) {
      throw new AgentRefusal.NotAllowed("this is for the operator and for agents with a contract");
    }
  }

  private Deed.By by() {
    return caller
        .agent()
        .map(token -> Deed.By.agent(token.owner()))
        .orElseGet(() -> Deed.By.person("somebody with the token"));
  }

  private static void await(Map<NodeName, CompletableFuture<Pass>> ends) {
    try {
      CompletableFuture.allOf(ends.values().toArray(CompletableFuture[]::new))
          .get(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | CancellationException | TimeoutException e) {
      return; // Each pass tells its own story.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String told(NodeName node, CompletableFuture<Pass> end) {
    return switch (end.state()) {
      case RUNNING -> node + ": under way; history tells how it ends\n";
      case CANCELLED -> node + ": skipped, the node has left the fleet\n";
      case FAILED -> node + ": skipped, " + end.exceptionNow().getMessage() + "\n";
      case SUCCESS -> {
        Pass pass = end.resultNow();
        String headline = "%s: %s (run %s)\n".formatted(node, pass.word(), pass.run());
        yield pass.detail().isBlank() ? headline : headline + Told.quoted("detail", pass.detail());
      }
    };
  }
}
