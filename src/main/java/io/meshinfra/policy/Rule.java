package io.meshinfra.policy;

import io.meshinfra.plan.Plan;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One rule over plans. An exception in a rule refuses the plan. */
public interface Rule {
  /** Stable name for reports. */
  String id();

  List<Finding> judge(Plan plan, Circumstances circumstances);

  /** When a run that begins now must not begin anything more; empty for never. */
  default Optional<Instant> closes(Plan plan, Circumstances circumstances) {
    return Optional.empty();
  }

  /** Whether it looks at what goes on on other nodes, so that two must not be judged at once. */
  default boolean watchesOthers() {
    return false;
  }
}
