package io.meshinfra.policy;

import io.meshinfra.plan.Plan;
import java.time.Instant;
import java.util.Optional;

/**
 * A plan that passed the gate. It cannot be made anywhere else, so skipping the gate does not
 * compile.
 */
public final class ApprovedPlan {
  private final Plan plan;
  private final Optional<Instant> closes;

  ApprovedPlan(Plan plan, Optional<Instant> closes) {
    this.plan = plan;
    this.closes = closes;
  }

  public Plan plan() {
    return plan;
  }

  /** From when on no further part of it may begin; empty when it may take as long as it takes. */
  public Optional<Instant> closes() {
    return closes;
  }

  @Override
  public String toString() {
    return "ApprovedPlan[" + plan.node() + " " + plan.hash() + "]";
  }
}
