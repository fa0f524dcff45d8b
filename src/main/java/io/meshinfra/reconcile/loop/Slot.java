package io.meshinfra.reconcile.loop;

import io.meshinfra.model.NodeName;
import io.meshinfra.reconcile.pass.Pass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The loop's book on one node: when it is due, whether it is being worked on, who waits. It is kept
 * while a pass is made, even when the node leaves the fleet meanwhile: so a node that comes back
 * never has two passes at once. Times are those of a {@link Ticker}.
 */
final class Slot {
  private static final String INTERVAL = "interval";

  private final NodeName node;
  private Duration due;
  private String trigger;
  private boolean insist;
  private boolean running;
  private boolean again;
  private boolean left;
  private boolean away;
  private Optional<Duration> heard = Optional.empty();
  private int failuresInARow;
  private List<CompletableFuture<Pass>> waiting = new ArrayList<>();

  /**
   * @param away whether the node did not answer the last time, before a restart of the hub
   */
  Slot(NodeName node, Duration due, String trigger, boolean away) {
    this.node = node;
    this.due = due;
    this.trigger = trigger;
    this.away = away;
  }

  /**
   * A pass that shall begin now.
   *
   * @param wasAway whether the node did not answer the last time
   */
  record Begun(
      String trigger, boolean insist, boolean wasAway, List<CompletableFuture<Pass>> waiting) {
    public Begun {
      waiting = List.copyOf(waiting);
    }

    /** Whether something has happened that asks for it, like a push. */
    boolean isAsked() {
      return !trigger.equals(INTERVAL);
    }

    /** Whether it is enough to knock: nobody waits for a pass that tells more. */
    boolean mayKnock() {
      return wasAway && waiting.isEmpty();
    }
  }

  NodeName node() {
    return node;
  }

  /** Begins a pass when one is due and none is being made. */
  synchronized Optional<Begun> beginIfDue(Duration now) {
    if (running || left || due.compareTo(now) > 0) {
      return Optional.empty();
    }
    running = true;
    Begun begun = new Begun(trigger, insist, away, waiting);
    waiting = new ArrayList<>();
    insist = false;
    trigger = INTERVAL;
    return Optional.of(begun);
  }

  /** Asks for a pass that begins from then on; one that is being made does not count. */
  synchronized void ask(Duration at, String why, boolean insisting) {
    left = false;
    again |= running;
    due = at;
    trigger = why;
    insist |= insisting;
  }

  /** The same, and tells when that pass has ended; empty when the node has left the fleet. */
  synchronized Optional<CompletableFuture<Pass>> askAndWait(
      Duration at, String why, boolean insisting) {
    if (left) {
      return Optional.empty();
    }
    ask(at, why, insisting);
    CompletableFuture<Pass> end = new CompletableFuture<>();
    waiting.add(end);
    return Optional.of(end);
  }

  /**
   * Remembers what the pass says about the next one; how many failed in a row, this one included.
   */
  synchronized int count(boolean failed, boolean isAway) {
    away = isAway;
    failuresInARow = failed ? failuresInARow + 1 : 0;
    return failuresInARow;
  }

  /**
   * Somebody says that the node is back. That is believed of one that was away and to the extent
   * that it is tried sooner; and its tries begin anew, as it may have said so before it listens. A
   * try that is being made may have begun too early: when it is in vain, another one follows.
   *
   * @return whether it changes anything
   */
  synchronized boolean hear(Duration at, String why) {
    if (left || !away) {
      return false;
    }
    failuresInARow = 0;
    trigger = why;
    heard = running ? Optional.of(at) : Optional.empty();
    due = due.compareTo(at) < 0 ? due : at;
    return true;
  }

  synchronized boolean wasAway() {
    return away;
  }

  /** Ends a pass; the next one is due then, or when it was asked for meanwhile. */
  synchronized Duration end(Duration next) {
    running = false;
    if (!again) {
      due = heard.filter(at -> away && at.compareTo(next) < 0).orElse(next);
    }
    again = false;
    heard = Optional.empty();
    return due;
  }

  /** The node left the fleet: nobody gets a pass any more. */
  synchronized void leave() {
    left = true;
    again = false;
    cancelWaiting();
  }

  /** Whoever waits for a pass that has not begun gets none. */
  synchronized void cancelWaiting() {
    waiting.forEach(end -> end.cancel(false));
    waiting = new ArrayList<>();
  }

  /** Whether nothing is left to be done for this node. */
  synchronized boolean isOver() {
    return left && !running;
  }
}
