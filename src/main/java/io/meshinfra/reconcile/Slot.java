package io.meshinfra.reconcile;

import io.meshinfra.converge.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The loop's book on one node: when it is due, whether it is being worked on, who waits. */
final class Slot {
  private Instant due;
  private String trigger;
  private boolean insist;
  private boolean running;
  private boolean again;
  private int failuresInARow;
  private List<CompletableFuture<Pass>> waiting = new ArrayList<>();

  Slot(Instant due, String trigger) {
    this.due = due;
    this.trigger = trigger;
  }

  /** A pass that shall begin now. */
  record Begun(String trigger, boolean insist, List<CompletableFuture<Pass>> waiting) {}

  /** Begins a pass when one is due and none is being made. */
  synchronized Optional<Begun> beginIfDue(Instant now) {
    if (running || due.isAfter(now)) {
      return Optional.empty();
    }
    running = true;
    Begun begun = new Begun(trigger, insist, waiting);
    waiting = new ArrayList<>();
    insist = false;
    trigger = "interval";
    return Optional.of(begun);
  }

  /** Asks for a pass that begins from now on; one that is being made does not count. */
  synchronized void ask(Instant now, String why, boolean insisting) {
    if (running) {
      again = true;
    }
    due = now;
    trigger = why;
    insist |= insisting;
  }

  /** The same, and tells when that pass has ended. */
  synchronized CompletableFuture<Pass> askAndWait(Instant now, String why, boolean insisting) {
    ask(now, why, insisting);
    CompletableFuture<Pass> end = new CompletableFuture<>();
    waiting.add(end);
    return end;
  }

  /** Ends a pass; the next one is due then, or at once when it was asked for meanwhile. */
  synchronized Instant end(Outcome outcome, Instant next) {
    running = false;
    if (!again) {
      due = next;
    }
    again = false;
    return due;
  }

  synchronized int countFailures(boolean failed) {
    failuresInARow = failed ? failuresInARow + 1 : 0;
    return failuresInARow;
  }

  synchronized boolean isRunning() {
    return running;
  }

  /** The node left the fleet. */
  synchronized void cancel() {
    waiting.forEach(end -> end.cancel(false));
    waiting = new ArrayList<>();
  }
}
