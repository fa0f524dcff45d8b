package io.meshinfra.reconcile.rollout;

import io.meshinfra.plan.Plan;
import io.meshinfra.policy.Rule;
import java.util.List;

/** Whose turn it is, besides all policy. */
public interface Turning {
  /** By which a plan is judged that would begin. */
  List<? extends Rule> rules();

  /** Whether the plan, of a former revision, takes its node back to that. */
  boolean takesBack(Plan plan);

  /** Everybody may begin at any time. */
  Turning NOBODY_WAITS =
      new Turning() {
        @Override
        public List<? extends Rule> rules() {
          return List.of();
        }

        @Override
        public boolean takesBack(Plan plan) {
          return false;
        }
      };
}
