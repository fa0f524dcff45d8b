package io.meshinfra.converge.shell;

import java.util.Set;

/** What a node says about the guard of a run, or that it says nothing. */
public sealed interface GuardSign {
  /**
   * It waits for the hub.
   *
   * @param ways names of the access paths that have to work
   */
  record Armed(Set<String> ways) implements GuardSign {
    public Armed {
      ways = Set.copyOf(ways);
    }
  }

  /** The hub came back in time. */
  record Confirmed() implements GuardSign {}

  /** It puts everything back just now. */
  record Restoring() implements GuardSign {}

  /**
   * It has put everything back.
   *
   * @param steps numbers of those that were undone
   * @param report what it did, for people
   */
  record RolledBack(Set<Integer> steps, String report) implements GuardSign {
    public RolledBack {
      steps = Set.copyOf(steps);
    }
  }

  /** It never stood: nothing was done under it. */
  record None() implements GuardSign {}

  /** The node could not be asked. */
  record NoAnswer(String reason) implements GuardSign {}
}
