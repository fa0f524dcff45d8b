package io.meshinfra.reconcile;

import io.meshinfra.journal.Journal;
import io.meshinfra.journal.Suspension;
import io.meshinfra.model.NodeName;
import io.meshinfra.reconcile.status.HubEvents;
import io.meshinfra.reconcile.status.StatusBoard;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Which nodes people want left alone, until when and why. */
final class Suspensions {
  private final Journal journal;
  private final StatusBoard board;
  private final HubEvents events;
  private final Clock clock;

  Suspensions(Journal journal, StatusBoard board, HubEvents events, Clock clock) {
    this.journal = journal;
    this.board = board;
    this.events = events;
    this.clock = clock;
  }

  Optional<Suspension> of(NodeName name) {
    return journal.suspensions().of(name, clock.instant());
  }

  Map<NodeName, Suspension> all() {
    return journal.suspensions().active(clock.instant()).stream()
        .collect(Collectors.toMap(Suspension::node, Function.identity()));
  }

  void suspend(NodeName name, String reason, String by, Optional<Instant> until) {
    journal.suspensions().suspend(name, reason, by, until);
    board.suspended(name, of(name));
    events.tell("node-suspended", Optional.of(name), Optional.empty(), "by " + by + ": " + reason);
  }

  /** Whether the node was suspended. */
  boolean resume(NodeName name, String by) {
    boolean was = journal.suspensions().resume(name, by);
    if (was) {
      events.tell("node-resumed", Optional.of(name), Optional.empty(), "by " + by);
    }
    return was;
  }

  /**
   * @throws NotNow when the node is suspended
   */
  void refuse(NodeName name) {
    of(name)
        .ifPresent(s -> {
          throw new NotNow(
              "%s is suspended by %s: %s; mesh resume %s ends that"
                  .formatted(name, s.by(), s.reason(), name));
        });
  }
}
