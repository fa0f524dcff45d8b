package io.meshinfra.converge;

import io.meshinfra.converge.shell.About;
import io.meshinfra.converge.shell.GuardFiles;
import io.meshinfra.converge.shell.RunEnd;
import io.meshinfra.converge.shell.ShellRuns;
import io.meshinfra.model.RunId;
import io.meshinfra.model.Target;
import io.meshinfra.plan.Step;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Hands a run over and keeps watching it through lost links, for as long as it is heard of. */
final class Watch {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final ShellRuns runs;
  private final Clock clock;
  private final Pause pause;
  private final Duration patience;

  /**
   * @param patience how long nothing may be heard of a run before the hub turns to other things;
   *     the run itself goes on and is found again later
   */
  Watch(ShellRuns runs, Clock clock, Pause pause, Duration patience) {
    this.runs = runs;
    this.clock = clock;
    this.pause = pause;
    this.patience = patience;
  }

  RunEnd handOver(Target target, RunId run, About about, List<Step> steps, RunListener listener) {
    return handOver(target, run, about, steps, Optional.empty(), listener);
  }

  RunEnd handOver(
      Target target,
      RunId run,
      About about,
      List<Step> steps,
      Optional<GuardFiles> guard,
      RunListener listener) {
    Once once = new Once(listener);
    RunEnd first = runs.start(target, run, about, steps, guard, once);
    return keepWatching(target, run, first, once, clock.instant().plus(patience));
  }

  /**
   * Looks for a run that was handed over before. A node that is away now is looked at again with
   * the next pass.
   */
  RunEnd findAgain(Target target, RunId run, RunListener listener) {
    Once once = new Once(listener);
    return keepWatching(target, run, runs.follow(target, run, once), once, clock.instant());
  }

  /**
   * Every contact makes the patience new; also one that ended only because it lasted so long. A
   * node that floods the hub is not listened to again, it would do that for ever.
   */
  private RunEnd keepWatching(
      Target target, RunId run, RunEnd first, Once once, Instant unlessHeard) {
    RunEnd end = first;
    Instant giveUp = unlessHeard;
    Duration wait = FIRST_PAUSE;
    while (end instanceof RunEnd.OutOfSight out && !out.flooded()) {
      if (once.wasHeard()) {
        giveUp = clock.instant().plus(patience);
      }
      if (!clock.instant().isBefore(giveUp) || !pause.sleep(wait)) {
        return end;
      }
      wait = longer(wait);
      end = runs.follow(target, run, once);
    }
    return end;
  }

  private static Duration longer(Duration wait) {
    Duration doubled = wait.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
  }

  /** Tells each event once, though a run that is found again tells all of them anew. */
  private static final class Once implements RunListener {
    private final RunListener listener;
    private final Set<Integer> begun = new HashSet<>();
    private final Set<Integer> ended = new HashSet<>();
    private final Set<String> told = new HashSet<>();
    private boolean heard;

    Once(RunListener listener) {
      this.listener = listener;
    }

    /** Whether anything was heard since this was asked last. */
    boolean wasHeard() {
      boolean was = heard;
      heard = false;
      return was;
    }

    @Override
    public void guarded(String what) {
      heard = true;
      if (told.add(what)) {
        listener.guarded(what);
      }
    }

    @Override
    public void stepBegun(int number) {
      heard = true;
      if (begun.add(number)) {
        listener.stepBegun(number);
      }
    }

    @Override
    public void stepEnded(StepResult result) {
      heard = true;
      if (ended.add(result.number())) {
        listener.stepEnded(result);
      }
    }
  }
}
