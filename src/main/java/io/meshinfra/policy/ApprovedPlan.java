package io.meshinfra.policy;

import io.meshinfra.plan.Plan;

/**
 * A plan that passed the gate. It cannot be made anywhere else, so skipping the gate does not
 * compile.
 */
public final class ApprovedPlan {
  private final Plan plan;

  ApprovedPlan(Plan plan) {
    this.plan = plan;
  }

  public Plan plan() {
    return plan;
  }

  @Override
  public String toString() {
    return "ApprovedPlan[" + plan.node() + " " + plan.hash() + "]";
  }
}
