package io.meshinfra.reconcile.pass;

import io.meshinfra.converge.StepResult;
import io.meshinfra.drift.Drift;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.ResourceId;
import io.meshinfra.plan.Plan;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Removable;
import io.meshinfra.resource.Resource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells which resources are on a node because a run has made them; pure. */
final class NewlyMade {
  private NewlyMade() {}

  /**
   * @param ended how the steps of the plan ended
   * @param left what the probe afterwards still saw
   */
  static List<Resource<?>> of(Plan plan, List<StepResult> ended, Drift left) {
    Set<Integer> done =
        ended.stream()
            .filter(result -> result.status() == StepResult.Status.DONE)
            .map(StepResult::number)
            .collect(Collectors.toSet());
    Set<ResourceId> drifting =
        left.changes().stream().map(ResourceChange::id).collect(Collectors.toSet());
    return plan.steps().stream()
        .filter(step -> done.contains(step.number()))
        .flatMap(step -> step.changes().stream())
        .filter(change -> change.left().isEmpty() && !drifting.contains(change.id()))
        .filter(change -> makes(change.resource(), change.change()))
        .<Resource<?>>map(ResourceChange::resource)
        .toList();
  }

  @SuppressWarnings("unchecked")
  private static <S> boolean makes(Resource<S> resource, Change change) {
    return resource.type() instanceof Removable<?> removable
        && ((Removable<S>) removable).isMadeBy(resource.spec(), change);
  }
}
