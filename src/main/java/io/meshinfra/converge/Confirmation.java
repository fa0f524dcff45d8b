package io.meshinfra.converge;

import io.meshinfra.converge.shell.GuardSign;
import io.meshinfra.converge.shell.NodeGuard;
import io.meshinfra.model.AccessPath;
import io.meshinfra.model.RunId;
import io.meshinfra.model.Target;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Comes back to a node after guarded steps, over a new connection on every way that worked before,
 * and tells its guard so. The node decides: it is asked until it has.
 */
final class Confirmation {
  private static final Duration WAIT = Duration.ofMillis(500);

  private final NodeGuard guard;
  private final Clock clock;
  private final Pause pause;
  private final Duration patience;

  /**
   * @param patience how long a node may stay silent before it is left to itself; the guard decides
   *     without the hub, and how is found out later
   */
  Confirmation(NodeGuard guard, Clock clock, Pause pause, Duration patience) {
    this.guard = guard;
    this.clock = clock;
    this.pause = pause;
    this.patience = patience;
  }

  /** How it ended. */
  sealed interface Result {
    /**
     * Everything works, and stays as it is now.
     *
     * @param over the way by which the node was told
     */
    record Confirmed(AccessPath over) implements Result {}

    /** The node has undone the steps. */
    record RolledBack(Set<Integer> steps, String reason) implements Result {}

    /** The node was not heard of; it decides, or has decided, by itself. */
    record OutOfSight(String reason) implements Result {}

    /** There was no guard, so that nothing was done under one. */
    record NoGuard() implements Result {}
  }

  /** How the hub can come back after steps that have not begun yet. */
  WayBack wayBack(Target target) {
    List<AccessPath> open = open(target);
    return WayBack.of(
        target.access(), open, open.isEmpty() ? guard.left(target) : Optional.empty());
  }

  /** The ways in that work now, all tried at the same time. */
  private List<AccessPath> open(Target target) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> tries =
          target.access().stream()
              .map(way -> threads.submit(() -> guard.isOpen(target, way)))
              .toList();
      List<AccessPath> open = new ArrayList<>();
      for (int i = 0; i < tries.size(); i++) {
        if (isTrue(tries.get(i))) {
          open.add(target.access().get(i));
        }
      }
      return open;
    }
  }

  private static boolean isTrue(Future<Boolean> answer) {
    try {
      return answer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /**
   * @param ways to try; those of them that the node does not ask for need not work now, but one has
   *     to
   * @param time of the guard, after which it undoes the steps
   */
  Result settle(Target target, List<AccessPath> ways, RunId segment, Duration time) {
    Instant over = clock.instant().plus(time);
    Instant giveUp = over.plus(patience);
    Optional<String> first = Optional.empty();
    while (true) {
      Round round = round(target, ways, segment);
      if (round.result().isPresent()) {
        return told(round.result().get(), first);
      }
      first = first.or(round::trouble);
      Optional<Result> decided =
          clock.instant().isBefore(over) ? Optional.empty() : decided(target, segment);
      if (decided.isPresent()) {
        return told(decided.get(), first);
      }
      if (!clock.instant().isBefore(giveUp) || !pause.sleep(WAIT)) {
        return new Result.OutOfSight(first.orElse("the node has not decided"));
      }
    }
  }

  /**
   * What it has decided, when its time is over: where no way in was open before either, only an old
   * connection tells. It never confirms.
   */
  private Optional<Result> decided(Target target, RunId segment) {
    return end(guard.stateOverLeft(target, segment), target.access().getFirst());
  }

  /** What ends the run for it, if anything does; the listener is told how it ended. */
  Optional<Convergence> convergence(Result result, List<StepResult> results, RunListener listener) {
    return switch (result) {
      case Result.Confirmed confirmed -> {
        listener.guarded("confirmed");
        yield Optional.empty();
      }
      case Result.RolledBack rolled -> {
        listener.guarded("rolled back: " + rolled.reason());
        yield Optional.of(Convergence.rolledBack(rolled.reason(), rolled.steps(), results));
      }
      case Result.OutOfSight away ->
          Optional.of(
              Convergence.outOfSight(
                  "its guard undoes the steps unless the hub gets back in: " + away.reason(),
                  results));
      case Result.NoGuard none -> Optional.empty();
    };
  }

  /** Why it was rolled back is what stood in the way first, as far as this hub saw it. */
  private static Result told(Result result, Optional<String> trouble) {
    return switch (result) {
      case Result.RolledBack rolled ->
          new Result.RolledBack(
              rolled.steps(),
              trouble
                      .map(what -> "the hub could not come back in: " + what)
                      .orElse("nobody came back in time to confirm")
                  + "; the node put back: "
                  + (rolled.reason().isEmpty() ? "nothing, all was as before" : rolled.reason()));
      case Result.Confirmed confirmed -> confirmed;
      case Result.OutOfSight away -> away;
      case Result.NoGuard none -> none;
    };
  }

  /**
   * @param trouble the first way that did not work
   */
  private record Round(Optional<Result> result, Optional<String> trouble) {}

  /**
   * All ways are tried, unless the node has decided; the last one confirms when nothing was wrong
   * with those before.
   */
  private Round round(Target target, List<AccessPath> ways, RunId segment) {
    Optional<String> trouble = Optional.empty();
    Optional<AccessPath> open = Optional.empty();
    Set<String> mustWork = Set.of();
    Set<String> failed = new HashSet<>();
    for (AccessPath way : ways) {
      boolean confirms = failed.isEmpty() && way.equals(ways.getLast());
      GuardSign sign =
          confirms ? guard.disarm(target, way, segment) : guard.state(target, way, segment);
      Optional<Result> end = end(sign, way);
      if (end.isPresent()) {
        return new Round(end, Optional.empty());
      }
      if (sign instanceof GuardSign.NoAnswer none) {
        failed.add(way.name());
        trouble = trouble.or(() -> Optional.of(none.reason()));
      } else if (sign instanceof GuardSign.Armed armed) {
        mustWork = armed.ways();
        open = Optional.of(way);
      }
    }
    failed.retainAll(mustWork);
    boolean isFine = open.isPresent() && failed.isEmpty();
    return new Round(
        isFine ? end(guard.disarm(target, open.get(), segment), open.get()) : Optional.empty(),
        isFine ? Optional.empty() : trouble);
  }

  private static Optional<Result> end(GuardSign sign, AccessPath way) {
    return switch (sign) {
      case GuardSign.Confirmed confirmed -> Optional.of(new Result.Confirmed(way));
      case GuardSign.RolledBack rolled ->
          Optional.of(new Result.RolledBack(rolled.steps(), rolled.report()));
      case GuardSign.None none -> Optional.of(new Result.NoGuard());
      case GuardSign.Armed armed -> Optional.empty();
      case GuardSign.Restoring restoring -> Optional.empty();
      case GuardSign.NoAnswer none -> Optional.empty();
    };
  }
}
