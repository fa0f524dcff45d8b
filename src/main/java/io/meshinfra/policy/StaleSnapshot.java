package io.meshinfra.policy;

import io.meshinfra.plan.Plan;
import java.time.Duration;
import java.util.List;

/** Refuses a plan made from a probe that is too old to act on. */
public record StaleSnapshot(Duration oldest) implements Rule {
  @Override
  public String id() {
    return "stale-snapshot";
  }

  @Override
  public List<Finding> judge(Plan plan, Circumstances circumstances) {
    Duration age = Duration.between(plan.probedAt(), circumstances.now());
    if (age.compareTo(oldest) <= 0) {
      return List.of();
    }
    return List.of(
        Finding.refusal(
            id(),
            "the node was probed %d s ago, more than the %d s a plan may rest on"
                .formatted(age.toSeconds(), oldest.toSeconds()),
            true));
  }
}
