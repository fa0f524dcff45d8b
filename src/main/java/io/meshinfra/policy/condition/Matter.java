package io.meshinfra.policy.condition;

import io.meshinfra.drift.ResourceChange;
import io.meshinfra.plan.Plan;
import io.meshinfra.policy.Circumstances;
import java.util.List;

/**
 * What a rule judges.
 *
 * @param changes those of the plan that are in its scope; at least one
 */
public record Matter(Plan plan, List<ResourceChange> changes, Circumstances circumstances) {
  public Matter {
    changes = List.copyOf(changes);
  }
}
