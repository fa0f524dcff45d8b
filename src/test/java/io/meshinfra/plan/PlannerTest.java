package io.meshinfra.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.drift.Drift;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.Facts;
import io.meshinfra.model.Mode;
import io.meshinfra.model.Origin;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.ShellScript;
import io.meshinfra.model.State;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Reactive.Reaction;
import io.meshinfra.resource.Resource;
import io.meshinfra.support.Catalogs;
import io.meshinfra.support.ThingType;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private static final Change CREATE = new Change.Create(State.EMPTY);
  private static final Change UNKNOWN = new Change.Unverifiable("garbage");
  private final Resource<?> a = ThingType.thing("a", "1");
  private final Resource<?> b = ThingType.thing("b", "1");
  private final Resource<?> c = ThingType.thing("c", "1");

  @Test
  void shouldPlanNothingWhenNothingDrifts() {
    Plan plan = Planner.plan(drift(Catalogs.of(a, b)));

    assertTrue(plan.isEmpty());
    assertTrue(plan.waiting().isEmpty());
  }

  @Test
  void shouldKeepTheOrderOfTheCatalog() {
    Plan plan = Planner.plan(drift(Catalogs.of(a, b, c), change(c, CREATE), change(a, CREATE)));

    assertEquals(List.of("thing:a", "thing:c"), titles(plan));
  }

  @Test
  void shouldNeedTheStepsOfItsDependenciesEvenThroughOnesInSync() {
    Catalog chain =
        Catalogs.after(
            Catalogs.after(Catalogs.of(a, b, c), "thing:b", "thing:a"), "thing:c", "thing:b");

    Plan plan = Planner.plan(drift(chain, change(a, CREATE), change(c, CREATE)));

    assertEquals(Set.of(), plan.steps().get(0).needs());
    assertEquals(Set.of(1), plan.steps().get(1).needs());
  }

  @Test
  void shouldNeverActOnWhatCouldNotBeVerified() {
    Plan plan = Planner.plan(drift(Catalogs.of(a), change(a, UNKNOWN)));

    assertTrue(plan.isEmpty());
    assertEquals("could not be verified: garbage", plan.waiting().getFirst().reason());
  }

  @Test
  void shouldLetWaitWhatComesAfterSomethingUnverifiable() {
    Catalog catalog = Catalogs.after(Catalogs.of(a, b), "thing:b", "thing:a");

    Plan plan = Planner.plan(drift(catalog, change(a, UNKNOWN), change(b, CREATE)));

    assertTrue(plan.isEmpty());
    assertEquals("comes after thing:a, which waits itself", plan.waiting().get(1).reason());
  }

  @Test
  void shouldOnlyReportInModeObserve() {
    Resource<?> observed = ThingType.withMode(Mode.OBSERVE, ThingType.thing("a", "1"));

    Plan plan = Planner.plan(drift(Catalogs.of(observed), change(observed, CREATE)));

    assertTrue(plan.isEmpty());
    assertEquals("mode observe reports and never changes", plan.waiting().getFirst().reason());
  }

  @Test
  void shouldSayWhySomethingIsHeld() {
    Resource<?> held = held(a, "changed by hand (disk full)");

    Plan plan = Planner.plan(drift(Catalogs.of(held), change(held, CREATE)));

    assertTrue(plan.isEmpty());
    assertEquals("changed by hand (disk full)", plan.waiting().getFirst().reason());
  }

  private static <S> Resource<S> held(Resource<S> resource, String why) {
    return new Resource<>(
        resource.id(),
        resource.type(),
        resource.spec(),
        resource.terms().held(why),
        resource.fingerprint());
  }

  @Test
  void shouldRepairButNotRollOutInModeHeal() {
    Resource<?> old = ThingType.withMode(Mode.HEAL, ThingType.thing("a", "1"));
    Resource<?> fresh = ThingType.withMode(Mode.HEAL, ThingType.thing("b", "1"));
    Drift drift =
        drift(
            Catalogs.of(old, fresh),
            new ResourceChange(old, CREATE, Origin.CORRECTIVE),
            new ResourceChange(fresh, CREATE, Origin.INTENTIONAL));

    Plan plan = Planner.plan(drift);

    assertEquals(List.of("thing:a"), titles(plan));
    assertEquals("thing:b", plan.waiting().getFirst().change().id().toString());
  }

  @Test
  void shouldPlanWhatIsHeldAndLetTheNewIntentWait() {
    Resource<?> old = ThingType.withMode(Mode.HEAL, ThingType.thing("a", "1"));
    Resource<?> now = ThingType.withMode(Mode.HEAL, ThingType.thing("a", "2"));
    Catalog catalog = Catalogs.after(Catalogs.of(now, b), "thing:b", "thing:a");
    Catalog allowed = Catalogs.after(Catalogs.of(old, b), "thing:b", "thing:a");

    Plan plan =
        Planner.plan(
            held(
                catalog,
                allowed,
                new ResourceChange(old, CREATE, Origin.CORRECTIVE),
                new ResourceChange(now, CREATE, Origin.INTENTIONAL),
                change(b, CREATE)));

    assertEquals(List.of("thing:a", "thing:b"), titles(plan));
    assertEquals(old, plan.steps().getFirst().changes().getFirst().resource());
    assertEquals(Set.of(1), plan.steps().get(1).needs());
    assertEquals(now, plan.waiting().getFirst().change().resource());
    assertEquals(1, plan.waiting().size());
  }

  @Test
  void shouldLetWaitWhatComesAfterSomethingHeldThatIsLost() {
    Resource<?> lost = ThingType.withMode(Mode.HEAL, ThingType.thing("a", "1"));
    Resource<?> now = ThingType.withMode(Mode.HEAL, ThingType.thing("a", "2"));
    Catalog catalog = Catalogs.after(Catalogs.of(now, b), "thing:b", "thing:a");
    Catalog allowed = Catalogs.after(Catalogs.of(lost, b), "thing:b", "thing:a");

    Plan plan =
        Planner.plan(
            held(
                catalog,
                allowed,
                new ResourceChange(lost, UNKNOWN, Origin.CORRECTIVE),
                new ResourceChange(now, CREATE, Origin.INTENTIONAL),
                change(b, CREATE)));

    assertTrue(plan.isEmpty());
    assertEquals(
        List.of("thing:a", "thing:a", "thing:b"),
        plan.waiting().stream().map(w -> w.change().id().toString()).toList());
  }

  @Test
  void shouldReactAsWhatIsHeldDid() {
    Resource<?> old =
        ThingType.withMode(
            Mode.HEAL, ThingType.reacting("s", "1", Map.of(a.id(), Reaction.RESTART)));
    Resource<?> now = ThingType.withMode(Mode.HEAL, ThingType.thing("s", "2"));

    Plan plan =
        Planner.plan(
            held(
                Catalogs.of(a, now),
                Catalogs.of(a, old),
                new ResourceChange(a, CREATE, Origin.CORRECTIVE),
                new ResourceChange(now, CREATE, Origin.INTENTIONAL)));

    assertEquals(List.of("thing:a", "thing:s"), titles(plan));
  }

  private static Drift held(Catalog catalog, Catalog allowed, ResourceChange... changes) {
    return new Drift(catalog, allowed, Facts.UNKNOWN, Instant.EPOCH, Arrays.asList(changes));
  }

  @Test
  void shouldMakeAReactionDueAndPlanItThoughTheResourceItselfIsInSync() {
    Resource<?> service = ThingType.reacting("s", "1", Map.of(a.id(), Reaction.RESTART));
    Catalog catalog = Catalogs.after(Catalogs.of(a, service), "thing:s", "thing:a");

    Plan plan = Planner.plan(drift(catalog, change(a, CREATE)));

    assertEquals(List.of("thing:a", "thing:s"), titles(plan));
    assertEquals(
        Map.of(ResourceId.parse("thing:s"), Reaction.RESTART), plan.steps().get(0).makesDue());
    assertEquals(Set.of(1), plan.steps().get(1).needs());
    assertTrue(plan.steps().get(1).changes().getFirst().change().touches("due"));
  }

  @Test
  void shouldReportAReactionOfAnObservedResourceAndNoteNothingForIt() {
    Resource<?> service = watching(Mode.OBSERVE);

    Plan plan = Planner.plan(drift(Catalogs.of(a, service), change(a, CREATE)));

    assertEquals(Map.of(), plan.steps().getFirst().makesDue());
    assertEquals(List.of("thing:s"), waiting(plan));
  }

  @Test
  void shouldReactInModeHealOnlyToWhatIsRepaired() {
    Catalog catalog = Catalogs.of(a, watching(Mode.HEAL));

    Plan rollOut = Planner.plan(drift(catalog, change(a, CREATE)));
    Plan repair = Planner.plan(drift(catalog, new ResourceChange(a, CREATE, Origin.CORRECTIVE)));

    assertEquals(Map.of(), rollOut.steps().getFirst().makesDue());
    assertEquals(List.of("thing:s"), waiting(rollOut));
    assertEquals(1, repair.steps().getFirst().makesDue().size());
    assertEquals(List.of("thing:a", "thing:s"), titles(repair));
  }

  @Test
  void shouldNotAddAReactionThatMustWaitToARepair() {
    Resource<?> service = watching(Mode.HEAL);

    Plan plan =
        Planner.plan(
            drift(
                Catalogs.of(a, service),
                change(a, CREATE),
                new ResourceChange(service, CREATE, Origin.CORRECTIVE)));

    assertEquals(List.of("thing:a", "thing:s"), titles(plan));
    assertEquals(CREATE, plan.steps().get(1).changes().getFirst().change());
  }

  private Resource<?> watching(Mode mode) {
    return ThingType.withMode(mode, ThingType.reacting("s", "1", Map.of(a.id(), Reaction.RESTART)));
  }

  private static List<String> waiting(Plan plan) {
    return plan.waiting().stream().map(waits -> waits.change().id().toString()).toList();
  }

  @Test
  void shouldNotReactToWhatDoesNotChange() {
    Resource<?> service = ThingType.reacting("s", "1", Map.of(a.id(), Reaction.RESTART));

    Plan plan = Planner.plan(drift(Catalogs.of(a, b, service), change(b, CREATE)));

    assertEquals(List.of("thing:b"), titles(plan));
  }

  @Test
  void shouldGiveTheSameHashForTheSameWorkAndAnotherForOther() {
    Resource<?> one = ThingType.thing("a", "1", Action.run(ShellScript.of("echo {}", "x")));
    Resource<?> other = ThingType.thing("a", "1", Action.run(ShellScript.of("echo {}", "y")));

    String hash = Planner.plan(drift(Catalogs.of(one), change(one, CREATE))).hash();

    assertEquals(hash, Planner.plan(drift(Catalogs.of(one), change(one, CREATE))).hash());
    assertNotEquals(hash, Planner.plan(drift(Catalogs.of(other), change(other, CREATE))).hash());
  }

  private static ResourceChange change(Resource<?> resource, Change change) {
    return new ResourceChange(resource, change, Origin.INTENTIONAL);
  }

  private static Drift drift(Catalog catalog, ResourceChange... changes) {
    return new Drift(catalog, Facts.UNKNOWN, Instant.EPOCH, Arrays.asList(changes));
  }

  private static List<String> titles(Plan plan) {
    return plan.steps().stream().map(Step::title).toList();
  }
}
