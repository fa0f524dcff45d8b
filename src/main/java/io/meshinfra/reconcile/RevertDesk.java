package io.meshinfra.reconcile;

import io.meshinfra.model.NodeName;
import io.meshinfra.model.Printable;
import io.meshinfra.reconcile.pass.Pass;
import java.util.concurrent.CompletableFuture;

/**
 * Puts back what somebody changed by hand, for whoever asks at a door: first shows what that would
 * do, then does exactly what was shown.
 */
public final class RevertDesk {
  private final Hub hub;

  RevertDesk(Hub hub) {
    this.hub = hub;
  }

  /** Whether whoever asks also agrees to the plan, where policy wants somebody to. */
  public enum Consent {
    /** A person, who has seen the plan. */
    AGREES,
    /** An agent, who cannot agree to anything: where policy asks, the plan waits. */
    ONLY_ASKS
  }

  /** Looks at the node now and plans; changes nothing. */
  public RevertPreview look(NodeName node) {
    return RevertPreview.of(hub.preview(node));
  }

  /**
   * Looks at the node once more and puts it back, when that is still what was shown. The future
   * ends with the pass, which looks again before it changes anything.
   *
   * @param plan the hash of what was shown
   * @throws NotNow when the node is away, suspended, or not as it was; nothing is done then
   */
  public CompletableFuture<Pass> revert(
      NodeName node, String plan, Approvals.By by, Consent consent) {
    RevertPreview now = look(node);
    if (now.pass().found().isEmpty()) {
      throw new NotNow(
          "%s was not seen, so nothing was done: %s".formatted(node, now.pass().detail()));
    }
    Revert revert =
        now.revert()
            .orElseThrow(() ->
                new NotNow(
                    "nothing was changed by hand on %s that could be put back, so nothing was done"
                        .formatted(node)));
    if (!revert.seen().hash().equals(plan)) {
      throw new NotNow(
          "%s is not as it was when plan %s was shown, so nothing was done; it would get plan %s now, look at it with: mesh drift revert %s"
              .formatted(node, Printable.line(plan), revert.seen().hash(), node));
    }
    return switch (consent) {
      case AGREES -> hub.revert(node, revert, by);
      case ONLY_ASKS -> hub.putBack(node, revert, by);
    };
  }
}
