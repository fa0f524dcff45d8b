package io.meshinfra.converge;

import io.meshinfra.model.AccessPath;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Over which ways the hub has to come back after guarded steps, for the node to keep what they did.
 * Never fewer ways in than before: a way that worked has to work again, and where none did, the
 * steps may open one.
 */
sealed interface WayBack {
  /** What the node is told: the ways that all have to work. */
  List<AccessPath> needed();

  /** The ways that are tried. */
  List<AccessPath> tried();

  /** How it ended, with what was the matter before it began. */
  default Confirmation.Result told(Confirmation.Result result) {
    return result;
  }

  /** All of those that worked before. */
  record All(List<AccessPath> needed) implements WayBack {
    public All {
      needed = List.copyOf(needed);
    }

    @Override
    public List<AccessPath> tried() {
      return needed;
    }
  }

  /**
   * Any of those that are declared: none of them worked, and the hub is in only by a connection
   * that was made before.
   *
   * @param over which that connection goes
   */
  record Any(List<AccessPath> tried, AccessPath over) implements WayBack {
    public Any {
      tried = List.copyOf(tried);
    }

    @Override
    public List<AccessPath> needed() {
      return List.of();
    }

    @Override
    public Confirmation.Result told(Confirmation.Result result) {
      return result instanceof Confirmation.Result.RolledBack(Set<Integer> steps, String reason)
          ? new Confirmation.Result.RolledBack(
              steps, "no access path could be entered anew before, nor in time after it; " + reason)
          : result;
    }

    /** For people, before the steps begin. */
    String words() {
      return "begins over the last connection, "
          + over
          + ": no access path can be entered anew; kept only if at least one can afterwards";
    }
  }

  /** There is none: nothing is begun that nobody could come back to. */
  record None() implements WayBack {
    @Override
    public List<AccessPath> needed() {
      return List.of();
    }

    @Override
    public List<AccessPath> tried() {
      return List.of();
    }
  }

  /**
   * @param declared all ways into the node
   * @param open those that were entered anew just now
   * @param left over which a connection from before still answers; asked only when none is open
   */
  static WayBack of(List<AccessPath> declared, List<AccessPath> open, Optional<AccessPath> left) {
    if (!open.isEmpty()) {
      return new All(open);
    }
    return left.<WayBack>map(over -> new Any(declared, over)).orElseGet(None::new);
  }
}
