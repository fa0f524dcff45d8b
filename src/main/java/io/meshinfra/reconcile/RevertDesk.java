package io.meshinfra.reconcile;

import io.meshinfra.journal.Deed;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Printable;
import io.meshinfra.reconcile.loop.Loop;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.status.HubEvents;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Puts back what somebody changed by hand, for whoever asks at a door: first shows what that would
 * do, then does exactly what was shown.
 */
public final class RevertDesk {
  private final Hub hub;
  private final Reverts reverts;
  private final Suspensions suspensions;
  private final Loop loop;
  private final HubEvents events;

  RevertDesk(Hub hub, Reverts reverts, Suspensions suspensions, Loop loop, HubEvents events) {
    this.hub = hub;
    this.reverts = reverts;
    this.suspensions = suspensions;
    this.loop = loop;
    this.events = events;
  }

  /** Whether whoever asks also agrees to the plan, where policy wants somebody to. */
  public enum Consent {
    /** A person, who has seen the plan. */
    AGREES,
    /** An agent, who cannot agree to anything: where policy asks, the plan waits. */
    ONLY_ASKS
  }

  /** GitLooks at the node now and plans; changes nothing. */
  public RevertPreview look(NodeName node) {
    return RevertPreview.of(hub.previewDesk().look(node));
  }

  /**
   * GitLooks at the node once more and puts it back, when that is still what was shown. The future
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
      case AGREES -> putBack(node, revert, by);
      case ONLY_ASKS -> begin(node, revert, by);
    };
  }

  /**
   * Puts back what somebody changed by hand, as a person wants who has seen the plan of it. The
   * future ends with the pass; it is one that failed when the node is not as it was any more.
   *
   * @throws NotNow when the node is suspended
   */
  public CompletableFuture<Pass> putBack(NodeName name, Revert revert, Approvals.By by) {
    hub.node(name);
    suspensions.refuse(name);
    hub.approvals().record(name, revert.seen().hash(), by, Optional.empty());
    return begin(name, revert, by);
  }

  /** The same for somebody who cannot agree to the plan: where policy asks first, it waits. */
  private CompletableFuture<Pass> begin(NodeName name, Revert revert, Approvals.By by) {
    hub.node(name);
    suspensions.refuse(name);
    String words = "plan %s by %s: %s".formatted(revert.seen().hash(), by.who(), by.reason());
    hub.records()
        .audit()
        .append(Deed.begun(Deed.By.person(by.who()), "drift-reverted", words).at(name));
    events.tell("drift-reverted", Optional.of(name), Optional.empty(), words);
    reverts.want(name, revert);
    CompletableFuture<Pass> end = loop.ask(List.of(name), "revert", true).get(name);
    return end == null ? CompletableFuture.failedFuture(new NotNow(name + " left the fleet")) : end;
  }
}
