package io.meshinfra.converge.ansible;

import io.meshinfra.converge.Playbooks;
import io.meshinfra.converge.StepResult;
import io.meshinfra.converge.StepResult.Status;
import io.meshinfra.model.AccessPath;
import io.meshinfra.model.Revision;
import io.meshinfra.model.Target;
import io.meshinfra.probe.PlaybookChecks;
import io.meshinfra.resource.PlaybookRun;
import io.meshinfra.resource.ProbedByPlaybook.CheckResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * Playbooks by {@code ansible-playbook}, for real and as a check.
 *
 * <p>A playbook is code of the repository: by {@code delegate_to: localhost} or a lookup it runs on
 * the hub, with the rights of the hub. What comes from nodes and from variables is data only.
 */
public final class AnsiblePlaybooks implements Playbooks, PlaybookChecks {
  private final PlaybookRunner runner;
  private final KeptChecks kept;
  private final Clock clock;

  /**
   * @param lastUsed the path over which a node answered last, tried first
   * @param progress hears the task at hand, of checks as well
   */
  public AnsiblePlaybooks(
      AnsibleSettings settings,
      WorkTrees trees,
      Function<Target, Optional<AccessPath>> lastUsed,
      Progress progress,
      Clock clock) {
    this.runner = new PlaybookRunner(settings, trees, lastUsed, progress);
    this.kept = new KeptChecks(clock, settings.checkInterval());
    this.clock = clock;
  }

  @Override
  public CheckResult check(
      Target target, Revision revision, PlaybookRun playbook, Freshness freshness) {
    Optional<CheckResult> known =
        switch (freshness) {
          case NEW -> Optional.empty();
          case KEPT_IS_FINE -> kept.find(target.node(), playbook);
        };
    return known.orElseGet(() -> {
      CheckResult result = result(runner.run(target, revision, playbook, true));
      kept.keep(target.node(), playbook, result);
      return result;
    });
  }

  private static CheckResult result(PlaybookEnd end) {
    return switch (end) {
      case PlaybookEnd.Finished finished -> new CheckResult.Finished(finished.recap().changes());
      case PlaybookEnd.Failed failed -> new CheckResult.NotTold("check run: " + failed.reason());
      case PlaybookEnd.Unreachable away ->
          new CheckResult.NotTold("ansible-playbook did not reach it: " + away.reason());
      case PlaybookEnd.NotRun none -> new CheckResult.NotTold(none.reason());
    };
  }

  @Override
  public StepResult run(Target target, Revision revision, int step, PlaybookRun playbook) {
    Instant begin = clock.instant();
    kept.forget(target.node(), playbook);
    PlaybookEnd end = runner.run(target, revision, playbook, false);
    Duration took = Duration.between(begin, clock.instant());
    return switch (end) {
      case PlaybookEnd.Finished finished ->
          new StepResult(step, Status.DONE, 0, took, finished.recap().text(Optional.empty()));
      case PlaybookEnd.Failed failed ->
          new StepResult(
              step,
              Status.FAILED,
              failed.exitCode(),
              took,
              failed.recap().text(Optional.of(failed.reason())));
      case PlaybookEnd.Unreachable away ->
          new StepResult(step, Status.FAILED, 4, took, "not reached: " + away.reason());
      case PlaybookEnd.NotRun none -> new StepResult(step, Status.FAILED, -1, took, none.reason());
    };
  }
}
