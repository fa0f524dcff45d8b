package io.meshinfra.converge;

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
import java.util.Set;

/** Hands a run over and keeps watching it through lost links, for a while. */
final class Watch {
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final ShellRuns runs;
  private final Clock clock;
  private final Pause pause;
  private final Duration patience;

  /**
   * @param patience how long a run may be out of sight before the hub turns to other things; the
   *     run itself goes on and is found again later
   */
  Watch(ShellRuns runs, Clock clock, Pause pause, Duration patience) {
    this.runs = runs;
    this.clock = clock;
    this.pause = pause;
    this.patience = patience;
  }

  RunEnd handOver(Target target, RunId run, List<Step> steps, RunListener listener) {
    Once once = new Once(listener);
    return keepWatching(target, run, runs.start(target, run, steps, once), once);
  }

  /** Looks once: a node that is away now is looked at again with the next pass. */
  RunEnd findAgain(Target target, RunId run, RunListener listener) {
    return runs.follow(target, run, new Once(listener));
  }

  private RunEnd keepWatching(Target target, RunId run, RunEnd first, RunListener listener) {
    Instant giveUp = clock.instant().plus(patience);
    Duration wait = Duration.ofMillis(500);
    RunEnd end = first;
    while (end instanceof RunEnd.OutOfSight && clock.instant().isBefore(giveUp)) {
      if (!pause.sleep(wait)) {
        return end;
      }
      wait = wait.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? wait.multipliedBy(2) : LONGEST_PAUSE;
      end = runs.follow(target, run, listener);
    }
    return end;
  }

  /** Tells each event once, though a run that is found again tells all of them anew. */
  private static final class Once implements RunListener {
    private final RunListener listener;
    private final Set<Integer> begun = new HashSet<>();
    private final Set<Integer> ended = new HashSet<>();

    Once(RunListener listener) {
      this.listener = listener;
    }

    @Override
    public void stepBegun(int number) {
      if (begun.add(number)) {
        listener.stepBegun(number);
      }
    }

    @Override
    public void stepEnded(StepResult result) {
      if (ended.add(result.number())) {
        listener.stepEnded(result);
      }
    }
  }
}
