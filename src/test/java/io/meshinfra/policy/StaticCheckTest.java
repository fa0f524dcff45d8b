package io.meshinfra.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.desired.Catalogs;
import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.Loading;
import io.meshinfra.model.NodeName;
import io.meshinfra.plan.Plan;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.support.Changes;
import io.meshinfra.support.MemoryTree;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StaticCheckTest {
  private static final ResourceTypes TYPES = ResourceTypes.installed();
  private static final NodeName A = new NodeName("a");

  private static Fleet fleet(String resources) {
    MemoryTree tree =
        MemoryTree.of(
            "fleet.yaml",
            """
            apiVersion: mesh-infra/v1
            kind: Node
            metadata: {name: a, labels: {role: test}}
            spec:
              access: [{local: true}]
              resources:
            %s
            ---
            apiVersion: mesh-infra/v1
            kind: Node
            metadata: {name: b}
            spec:
              access: [{local: true}]
            """
                .formatted(resources.indent(4).stripTrailing()));
    Loading loading = new Catalogs(TYPES).load(tree, "");
    return assertInstanceOf(Loading.Loaded.class, loading, loading.toString()).fleet();
  }

  private static List<String> changes(String resources) {
    Plan plan = StaticPlan.of(fleet(resources).node(A).orElseThrow().catalog(), Changes.NOW);
    return plan.steps().stream()
        .flatMap(step -> step.changes().stream())
        .map(change -> change.change().word() + " " + change.id())
        .toList();
  }

  @Test
  void shouldMakeAllThatShallBeThereAndRemoveAllThatShallNot() {
    assertEquals(
        List.of("create file:/etc/a", "delete file:/etc/b"),
        changes(
            """
            - file: {path: /etc/a, content: x}
            - file: {path: /etc/b, state: absent}
            """));
  }

  @Test
  void shouldLeaveOutWhatIsOnlyObserved() {
    assertEquals(
        List.of("create file:/etc/b"),
        changes(
            """
            - file: {path: /etc/a, content: x}
              mode: observe
            - file: {path: /etc/b, content: x}
              mode: heal
            """));
  }

  @Test
  void shouldNeverBeCarriedOut() {
    Plan plan =
        StaticPlan.of(
            fleet("- file: {path: /etc/a, content: x}").node(A).orElseThrow().catalog(),
            Changes.NOW);

    assertTrue(plan.steps().stream().allMatch(step -> step.actions().isEmpty()));
  }

  @Test
  void shouldJudgeTheNamedNodesOnly() {
    Fleet fleet = fleet("- file: {path: /etc/a, content: x}");

    List<StaticCheck.Judged> judged =
        StaticCheck.of(BuiltIn.rules(), Optional.empty(), Changes.NOW).check(fleet, Set.of(A));

    assertEquals(List.of(A), judged.stream().map(StaticCheck.Judged::node).toList());
  }
}
