package io.meshinfra.policy;

import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.Mode;
import io.meshinfra.model.Origin;
import io.meshinfra.model.State;
import io.meshinfra.plan.Plan;
import io.meshinfra.plan.Step;
import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Expectation;
import io.meshinfra.resource.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A plan for a node that nobody has looked at: as if everything that shall be there were missing,
 * and everything that shall not be there were there. It can be judged, and is never carried out:
 * its steps have no actions.
 */
public final class StaticPlan {
  private StaticPlan() {}

  public static Plan of(Catalog catalog, Instant now) {
    List<Step> steps = new ArrayList<>();
    for (Resource<?> resource : catalog.resources()) {
      if (resource.terms().mode() != Mode.OBSERVE) {
        steps.add(step(steps.size() + 1, resource));
      }
    }
    return new Plan(catalog.node(), catalog.revision(), now, steps, List.of(), "static");
  }

  private static Step step(int number, Resource<?> resource) {
    ResourceChange change = new ResourceChange(resource, change(resource), Origin.INTENTIONAL);
    return new Step(number, List.of(change), List.of(), Set.of(), Map.of(), "judged, not planned");
  }

  private static <S> Change change(Resource<S> resource) {
    return switch (resource.type().expected(resource.spec())) {
      case Expectation.Exists exists -> new Change.Create(exists.state());
      case Expectation.Gone gone -> new Change.Delete(State.EMPTY);
    };
  }
}
