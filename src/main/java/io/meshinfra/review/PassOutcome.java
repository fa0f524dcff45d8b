package io.meshinfra.review;

import io.meshinfra.converge.Outcome;
import io.meshinfra.converge.StepResult;
import io.meshinfra.policy.Verdict;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.report.review.NodeOutcome;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a pass means for a pull request that was merged; what nodes print stays on the hub. */
final class PassOutcome {
  private PassOutcome() {}

  static NodeOutcome of(Pass pass) {
    return pass.verdict().flatMap(verdict -> ruled(pass, verdict)).orElseGet(() -> made(pass));
  }

  private static Optional<NodeOutcome> ruled(Pass pass, Verdict verdict) {
    return switch (verdict) {
      case Verdict.Approved approved -> Optional.empty();
      case Verdict.AwaitingApproval asks ->
          Optional.of(of(pass, NodeOutcome.Ending.AWAITS_APPROVAL, asks.reasons()));
      case Verdict.Refused refused ->
          Optional.of(
              of(
                  pass,
                  refused.isPassing() ? NodeOutcome.Ending.PENDING : NodeOutcome.Ending.REFUSED,
                  refused.reasons()));
    };
  }

  private static NodeOutcome made(Pass pass) {
    return switch (pass.outcome()) {
      case Outcome.Converged converged ->
          of(pass, NodeOutcome.Ending.CONVERGED, "in " + seconds(pass.took()));
      case Outcome.InSync inSync -> of(pass, NodeOutcome.Ending.IN_SYNC, "");
      case Outcome.RolledBack rolledBack ->
          of(pass, NodeOutcome.Ending.ROLLED_BACK, rolledBack.reason());
      case Outcome.StillDrifting drifting ->
          of(pass, NodeOutcome.Ending.DRIFTING, drifting.reason());
      case Outcome.Failed failed -> of(pass, NodeOutcome.Ending.FAILED, failed(pass, failed));
      case Outcome.Skipped skipped -> of(pass, NodeOutcome.Ending.DRIFTING, skipped.reason());
      case Outcome.Deferred deferred when pass.found().isEmpty() ->
          of(pass, NodeOutcome.Ending.AWAY, "");
      case Outcome.Deferred deferred -> of(pass, NodeOutcome.Ending.PENDING, deferred.reason());
    };
  }

  private static NodeOutcome of(Pass pass, NodeOutcome.Ending ending, String detail) {
    return new NodeOutcome(pass.node(), ending, detail, Optional.of(pass.run()));
  }

  private static String failed(Pass pass, Outcome.Failed failed) {
    String steps =
        pass.results().stream()
            .filter(result -> result.status() == StepResult.Status.FAILED)
            .map(result -> "step %d, exit code %d".formatted(result.number(), result.exitCode()))
            .collect(Collectors.joining("; "));
    return steps.isEmpty() ? failed.error() : steps + "; mesh get runs " + pass.run();
  }

  private static String seconds(Duration took) {
    return String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
  }
}
