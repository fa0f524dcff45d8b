package io.meshinfra.probe;

import io.meshinfra.model.Revision;
import io.meshinfra.model.Target;
import io.meshinfra.resource.PlaybookRun;
import io.meshinfra.resource.ProbedByPlaybook.CheckResult;

/**
 * Tells what a playbook would change on a node. A check run is slow, so its result may be kept for
 * a while.
 */
public interface PlaybookChecks {
  CheckResult check(Target target, Revision revision, PlaybookRun playbook, Freshness freshness);

  /** Whether a kept result will do. */
  enum Freshness {
    KEPT_IS_FINE,
    NEW
  }

  /** For a place where no playbook can be run. */
  static PlaybookChecks none(String reason) {
    return (target, revision, playbook, freshness) -> new CheckResult.NotTold(reason);
  }
}
