package io.meshinfra.reconcile.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshinfra.model.NodeName;
import io.meshinfra.model.RunId;
import io.meshinfra.plan.Plan;
import io.meshinfra.policy.Approval;
import io.meshinfra.policy.BuiltIn;
import io.meshinfra.policy.Circumstances.Traffic;
import io.meshinfra.reconcile.FleetOf;
import io.meshinfra.support.Changes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunsHereTest {
  private static final RunId RUN = new RunId("20261123t120000-one");
  private final Plan a = Changes.plan("a", Changes.of("file", "{path: /etc/a, content: x}"));
  private final Plan b = Changes.plan("b", Changes.of("file", "{path: /etc/a, content: x}"));
  private final RunsHere runs =
      new RunsHere(FleetOf.at(a.revision(), "a", "b"), BuiltIn.rules(), "ann");

  private Traffic traffic() {
    return runs.of(b, Changes.NOW, true).traffic().orElseThrow();
  }

  private List<String> approvers(Plan plan) {
    return runs.of(plan, Changes.NOW, true).approvals().stream().map(Approval::by).toList();
  }

  @Test
  void shouldKnowItsOwnRunsFromTheirPlanToTheirEnd() {
    assertEquals(Traffic.NONE, traffic());

    runs.planned(RUN, a);
    assertEquals(Set.of(new NodeName("a")), traffic().atWork());

    runs.end(RUN, "converged", "", Changes.NOW);
    assertEquals(Set.of(), traffic().atWork());
    assertEquals(Map.of(new NodeName("a"), 1), traffic().rolledOut());
  }

  @Test
  void shouldTakeAYesForThePlanThatWasSeenAndNoOther() {
    runs.agreed(a, Changes.NOW);

    assertEquals(List.of("ann"), approvers(a));
    assertEquals(List.of(), approvers(b));
    Plan other =
        new Plan(a.node(), a.revision(), a.probedAt(), a.steps(), a.waiting(), "ffffffffffffffff");
    assertEquals(List.of(), approvers(other));
  }
}
