package io.meshinfra.rest;

import io.meshinfra.model.NodeName;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.rest.view.PassView;
import io.meshinfra.rest.view.PassView.Passes;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.resteasy.reactive.RestResponse;

/** Passes that somebody asked for, and may wait for. */
record AskedPasses(Map<NodeName, CompletableFuture<Pass>> ends) {
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  AskedPasses {
    ends = Collections.unmodifiableMap(new LinkedHashMap<>(ends));
  }

  /** How long the caller waits; not at all without a word. */
  static Duration wait(Input input, Optional<String> wait) {
    return input.span("wait", wait, LONGEST_WAIT).orElse(Duration.ZERO);
  }

  /** 200 when all have ended within that time, in whatever way; else 202. */
  RestResponse<Passes> answer(Duration longest) {
    boolean over = await(longest);
    Passes passes =
        new Passes(ends.entrySet().stream().map(e -> view(e.getKey(), e.getValue())).toList());
    return RestResponse.status(
        over ? RestResponse.Status.OK : RestResponse.Status.ACCEPTED, passes);
  }

  private boolean await(Duration longest) {
    if (longest.isZero()) {
      return false;
    }
    try {
      CompletableFuture.allOf(ends.values().toArray(CompletableFuture[]::new))
          .get(longest.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | CancellationException e) {
      return true; // Each tells its own reason.
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static PassView view(NodeName node, CompletableFuture<Pass> end) {
    return switch (end.state()) {
      case RUNNING -> PassView.notYet(node.value());
      case SUCCESS -> PassView.over(end.resultNow());
      case FAILED -> PassView.none(node.value(), end.exceptionNow().getMessage());
      case CANCELLED -> PassView.none(node.value(), "the node has left the fleet");
    };
  }
}
