package io.meshinfra.reconcile.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshinfra.converge.StepResult;
import io.meshinfra.converge.StepResult.Status;
import io.meshinfra.drift.Drift;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.Facts;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Origin;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.State;
import io.meshinfra.plan.Plan;
import io.meshinfra.plan.Step;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Removable;
import io.meshinfra.resource.Resource;
import io.meshinfra.support.Catalogs;
import io.meshinfra.support.ThingType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NewlyMadeTest {
  private static final Change CREATE = new Change.Create(State.EMPTY);
  private static final Change UPDATE = new Change.Update(new TreeMap<>());

  /** A thing that can be removed. */
  private static final class Removing extends ThingType implements Removable<ThingType.Thing> {
    @Override
    public Removal<Thing> removal(Thing thing) {
      return Removable.by(thing);
    }
  }

  private static ResourceChange change(ThingType type, String name, Change change) {
    Resource.Terms terms = ThingType.thing(name, "v").terms();
    ThingType.Thing thing = new ThingType.Thing(name, "v", List.of(), Map.of());
    return new ResourceChange(Resource.of(type, thing, terms), change, Origin.INTENTIONAL);
  }

  private static List<String> made(
      List<ResourceChange> changes, List<Status> ended, List<ResourceChange> left) {
    List<Step> steps = new ArrayList<>();
    List<StepResult> results = new ArrayList<>();
    for (int i = 0; i < changes.size(); i++) {
      steps.add(new Step(i + 1, List.of(changes.get(i)), List.of(), Set.of(), Map.of(), ""));
      results.add(new StepResult(i + 1, ended.get(i), 0, Duration.ZERO, ""));
    }
    Plan plan =
        new Plan(
            new NodeName("scratch"), Catalogs.REVISION, Instant.EPOCH, steps, List.of(), "hash");
    Drift remaining = new Drift(Catalogs.of(), Facts.UNKNOWN, Instant.EPOCH, left);
    return NewlyMade.of(plan, results, remaining).stream()
        .map(Resource::id)
        .map(ResourceId::name)
        .toList();
  }

  @Test
  void shouldBeWhatWasCreatedAndCameAbout() {
    ResourceChange a = change(new Removing(), "a", CREATE);
    ResourceChange b = change(new Removing(), "b", CREATE);

    assertEquals(List.of("a"), made(List.of(a, b), List.of(Status.DONE, Status.DONE), List.of(b)));
  }

  @Test
  void shouldNotBeWhatWasThereBefore() {
    ResourceChange there = change(new Removing(), "a", UPDATE);

    assertEquals(List.of(), made(List.of(there), List.of(Status.DONE), List.of()));
  }

  @Test
  void shouldNotBeWhatAStepThatFailedLeft() {
    ResourceChange a = change(new Removing(), "a", CREATE);

    assertEquals(List.of(), made(List.of(a), List.of(Status.FAILED), List.of()));
  }

  @Test
  void shouldNotBeWhatCannotBeRemoved() {
    ResourceChange a = change(new ThingType(), "a", CREATE);

    assertEquals(List.of(), made(List.of(a), List.of(Status.DONE), List.of()));
  }
}
