package io.meshinfra.reconcile;

import io.meshinfra.desired.Fleet;
import io.meshinfra.drift.Drift;
import io.meshinfra.journal.AuditJournal;
import io.meshinfra.journal.BreakGlass;
import io.meshinfra.journal.Deed;
import io.meshinfra.model.NodeName;
import io.meshinfra.reconcile.loop.Loop;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.report.GenerationView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What people do to a node beside git: undo what was applied, or work on it themselves. The node is
 * suspended first each time, so that the loop does not undo that.
 */
public final class ByHand {
  private final Rollbacks rollbacks;
  private final BreakGlasses glasses;
  private final Suspensions suspensions;
  private final Loop loop;
  private final Previews previews;
  private final Supplier<Optional<Fleet>> inForce;
  private final AuditJournal audit;

  ByHand(
      Rollbacks rollbacks,
      BreakGlasses glasses,
      Suspensions suspensions,
      Loop loop,
      Previews previews,
      Supplier<Optional<Fleet>> inForce,
      AuditJournal audit) {
    this.rollbacks = rollbacks;
    this.glasses = glasses;
    this.suspensions = suspensions;
    this.loop = loop;
    this.previews = previews;
    this.inForce = inForce;
    this.audit = audit;
  }

  /**
   * Asks a node which generations it keeps, the newest first.
   *
   * @throws NotNow when it cannot be asked
   */
  public List<GenerationView> generations(NodeName name) {
    return GenerationView.all(rollbacks.generations(name));
  }

  /**
   * Undoes the last generations of a node, which stays suspended until somebody resumes it. The
   * future ends with the pass.
   *
   * @throws NotNow when the node cannot be asked, or does not keep what would be undone; it is not
   *     suspended then
   */
  public CompletableFuture<Pass> rollBack(NodeName name, Rollbacks.Order order) {
    Rollbacks.Order exact = rollbacks.check(name, order);
    audit.append(Deed.begun(Deed.By.person(order.by()), "rollback-asked", order.words()).at(name));
    suspensions.suspend(name, order.words(), order.by(), Optional.empty());
    rollbacks.want(name, exact);
    return asked(name, "rollback");
  }

  /**
   * Leaves a node to somebody who has to work on it now. It is looked at first, so that what he
   * changes can be told apart; when that is not possible, he begins all the same.
   */
  public void open(NodeName name, String reason, String by, Instant until) {
    suspensions.suspend(name, "break-glass: " + reason, by, Optional.of(until));
    Optional<Drift> before = inForce.get().flatMap(fleet -> previews.of(name, fleet).found());
    glasses.open(name, before, reason, by, until);
  }

  /**
   * He has ended: the node is looked at, and what he changed is held.
   *
   * @throws NotNow when nobody was at work
   */
  public CompletableFuture<Pass> end(NodeName name, String by) {
    if (glass(name).isEmpty()) {
      throw new NotNow(
          "nobody works on %s by hand; mesh break-glass %s --reason TEXT --ttl 1h begins that"
              .formatted(name, name));
    }
    suspensions.resume(name, by);
    return asked(name, "break-glass");
  }

  /**
   * What he changed is put right like other drift from now on.
   *
   * @throws NotNow when nothing is held
   */
  public void revert(NodeName name, String by) {
    glasses.giveFree(name, by);
    loop.ask(List.of(name), "break-glass", true);
  }

  /** Who is at work on the node, or was, and nobody has looked since. */
  public Optional<BreakGlass> glass(NodeName name) {
    return glasses.open(name);
  }

  /** What is held on the node because somebody changed it. */
  public List<BreakGlass.Held> held(NodeName name) {
    return glasses.held(name);
  }

  private CompletableFuture<Pass> asked(NodeName name, String trigger) {
    CompletableFuture<Pass> end = loop.ask(List.of(name), trigger, true).get(name);
    return end == null ? CompletableFuture.failedFuture(new NotNow(name + " left the fleet")) : end;
  }
}
