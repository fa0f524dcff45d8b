package io.meshinfra.reconcile.pass;

import io.meshinfra.plan.Plan;
import io.meshinfra.policy.BuiltIn;
import io.meshinfra.policy.Circumstances;
import io.meshinfra.policy.Rule;
import java.time.Instant;
import java.util.List;

/** What plans are judged by: the rules in force, and what goes on around a node. */
public interface Surroundings {
  /** By which a plan is judged that is only shown. */
  List<? extends Rule> rules();

  /** By which a plan is judged that would be carried out; never fewer. */
  default List<? extends Rule> rulesToBegin() {
    return rules();
  }

  /**
   * @param others whether any rule looks at what goes on on other nodes; otherwise that is left out
   */
  Circumstances of(Plan plan, Instant now, boolean others);

  /** The built-in rules, and nothing is known. */
  Surroundings NONE =
      new Surroundings() {
        @Override
        public List<? extends Rule> rules() {
          return BuiltIn.rules();
        }

        @Override
        public Circumstances of(Plan plan, Instant now, boolean others) {
          return Circumstances.at(now);
        }
      };
}
