package io.meshinfra.review;

import io.meshinfra.converge.Outcome;
import io.meshinfra.drift.Drift;
import io.meshinfra.model.NodeName;
import io.meshinfra.plan.Plan;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.pass.Work;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks at many nodes at the same time, and waits for none of them longer than for the others. */
final class Looks {
  private final HubView hub;
  private final long endNanos;
  private final Duration deadline;
  private final Map<NodeName, CompletableFuture<Pass>> begun = new HashMap<>();

  Looks(HubView hub, Duration deadline) {
    this.hub = hub;
    this.deadline = deadline;
    this.endNanos = System.nanoTime() + deadline.toNanos();
  }

  /** What came of looking at a node. */
  sealed interface Look {
    /** It was seen. */
    record Seen(Drift drift, Plan plan) implements Look {}

    /** It does not answer. */
    record Away() implements Look {}

    /** It was not seen, though it may be there. */
    record Failed(String reason) implements Look {}
  }

  void begin(Work work, boolean known) {
    begun.put(work.node(), hub.look(work, known));
  }

  /** Waits for a node that was begun. */
  Look end(Work work) {
    try {
      long left = Math.max(0, endNanos - System.nanoTime());
      return look(begun.get(work.node()).get(left, TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return new Look.Failed("it was not looked at within " + deadline.toSeconds() + " s");
    } catch (ExecutionException e) {
      return new Look.Failed("the hub itself failed: " + e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Look.Failed("the hub stops");
    }
  }

  private static Look look(Pass pass) {
    if (pass.found().isPresent() && pass.plan().isPresent()) {
      return new Look.Seen(pass.found().get(), pass.plan().get());
    }
    return switch (pass.outcome()) {
      case Outcome.Deferred deferred -> new Look.Away();
      case Outcome.Failed failed -> new Look.Failed(failed.error());
      case Outcome.RolledBack rolledBack -> new Look.Failed(rolledBack.reason());
      case Outcome.Converged converged -> new Look.Failed("it was not looked at");
      case Outcome.InSync inSync -> new Look.Failed("it was not looked at");
      case Outcome.StillDrifting drifting -> new Look.Failed(drifting.reason());
      case Outcome.Skipped skipped -> new Look.Failed(skipped.reason());
    };
  }
}
