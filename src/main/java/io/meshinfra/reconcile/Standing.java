package io.meshinfra.reconcile;

import io.meshinfra.model.FencingToken;
import java.time.Instant;
import java.util.Optional;

/** How a hub stands to its lease. */
public sealed interface Standing {
  /** Whether passes may begin. */
  default boolean mayBegin() {
    return this instanceof InCharge;
  }

  /** It works the fleet. */
  record InCharge(FencingToken token) implements Standing {
    @Override
    public String toString() {
      return "in charge, with the fencing token " + token;
    }
  }

  /**
   * It was in charge and cannot renew its lease. It begins nothing, and goes on when it can renew
   * the lease and nobody else took it.
   */
  record Holding(FencingToken token, String why) implements Standing {
    @Override
    public String toString() {
      return "holds: its lease has run out and cannot be renewed: " + why;
    }
  }

  /**
   * Another hub is in charge; this one waits.
   *
   * @param until when that hub's lease runs out unless it is renewed
   */
  record StandingBy(String holder, Optional<Instant> until) implements Standing {
    @Override
    public String toString() {
      return "stands by: " + holder + " is in charge" + until.map(at -> " until " + at).orElse("");
    }
  }

  /** Another hub took over from this one. What this one knows is old by now, so it ends. */
  record Replaced(FencingToken token, String by) implements Standing {
    @Override
    public String toString() {
      return "replaced: " + by + " has taken over";
    }
  }
}
