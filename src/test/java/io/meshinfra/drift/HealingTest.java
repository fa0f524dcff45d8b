package io.meshinfra.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.drift.LastApplied.Print;
import io.meshinfra.model.Facts;
import io.meshinfra.model.Mode;
import io.meshinfra.model.Observation;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.Revision;
import io.meshinfra.model.Snapshot;
import io.meshinfra.model.State;
import io.meshinfra.plan.Plan;
import io.meshinfra.plan.Planner;
import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.PlaybookRun;
import io.meshinfra.resource.ProbedByPlaybook;
import io.meshinfra.resource.Resource;
import io.meshinfra.support.Catalogs;
import io.meshinfra.support.ThingType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What mode heal does with a node, from what a probe sees to what is planned and what waits. */
class HealingTest {
  private static final Revision FIRST = new Revision("1".repeat(40));
  private static final Revision SECOND = new Revision("2".repeat(40));

  private final Map<ResourceId, Print> prints = new HashMap<>();
  private final Map<Print, Baseline.Applied> found = new HashMap<>();
  private final Map<ResourceId, Observation> node = new HashMap<>();

  private static Resource<?> thing(Mode mode, String name, String value) {
    return ThingType.withMode(mode, ThingType.thing(name, value));
  }

  private static Resource<?> heal(String name, String value) {
    return thing(Mode.HEAL, name, value);
  }

  private static Catalog catalog(Mode mode, Resource<?>... resources) {
    Catalog plain = Catalogs.of(resources);
    return new Catalog(plain.node(), plain.revision(), mode, plain.resources(), Map.of());
  }

  /** The resource was applied like that, and can be found again. */
  private void applied(Revision at, Resource<?> resource, ResourceId... after) {
    Print print = new Print(resource.fingerprint(), at);
    prints.put(resource.id(), print);
    found.put(print, new Baseline.Found(resource, Set.of(after)));
  }

  private void lost(Revision at, Resource<?> resource, String reason) {
    Print print = new Print(resource.fingerprint(), at);
    prints.put(resource.id(), print);
    found.put(print, new Baseline.Lost(reason));
  }

  private void onNode(String name, String value) {
    node.put(new ResourceId("thing", name), Observation.present(State.EMPTY.with("value", value)));
  }

  private void missing(String name) {
    node.put(new ResourceId("thing", name), Observation.ABSENT);
  }

  private Healing healing(Catalog catalog) {
    LastApplied last = new LastApplied(Optional.empty(), prints);
    Snapshot snapshot = new Snapshot(catalog.node(), Instant.EPOCH, Facts.UNKNOWN, node);
    return Healing.of(
        DriftDetector.detect(catalog, snapshot, last),
        new Past(last, (id, print) -> found.get(print)));
  }

  private Drift drift(Catalog catalog) {
    return healing(catalog).compared(node);
  }

  /** One line for each change: resource, word, who moved, and the revision it is compared with. */
  private static List<String> told(Drift drift) {
    return drift.changes().stream()
        .map(c ->
            c.id().name()
                + " "
                + c.change().word()
                + " "
                + c.origin().word()
                + c.asApplied().map(r -> " " + r.abbreviated().charAt(0)).orElse(""))
        .toList();
  }

  /** What is done, then what waits. */
  private static List<String> planned(Drift drift) {
    Plan plan = Planner.plan(drift);
    List<String> all = new ArrayList<>();
    plan.steps().forEach(step -> all.add("do " + step.title()));
    plan.waiting().forEach(waits -> all.add("wait " + waits.change().id()));
    return all;
  }

  @Test
  void shouldHoldNothingWhenGitDidNotMove() {
    applied(FIRST, heal("a", "1"));
    onNode("a", "other");

    assertFalse(healing(catalog(Mode.HEAL, heal("a", "1"))).isNeeded());
  }

  @Test
  void shouldOnlyReportTheNewIntentWhileTheNodeIsAsItWasApplied() {
    applied(FIRST, heal("a", "1"));
    onNode("a", "1");

    Drift drift = drift(catalog(Mode.HEAL, heal("a", "2")));

    assertEquals(List.of("a update intentional"), told(drift));
    assertEquals(List.of("wait thing:a"), planned(drift));
  }

  @Test
  void shouldHealToWhatWasAppliedAndLetTheNewIntentWait() {
    applied(FIRST, heal("a", "1"));
    onNode("a", "other");

    Drift drift = drift(catalog(Mode.HEAL, heal("a", "2")));

    assertEquals(List.of("a update corrective 1", "a update intentional"), told(drift));
    assertEquals(List.of("do thing:a", "wait thing:a"), planned(drift));
    Resource<?> healed = Planner.plan(drift).steps().getFirst().changes().getFirst().resource();
    assertEquals("1", ((ThingType.Thing) healed.spec()).value());
  }

  @Test
  void shouldTakeWhatIsThereAlreadyForApplied() {
    applied(FIRST, heal("a", "1"));
    onNode("a", "2");

    Catalog catalog = catalog(Mode.HEAL, heal("a", "2"));

    assertFalse(healing(catalog).isNeeded());
    assertTrue(drift(catalog).isEmpty());
  }

  @Test
  void shouldHealEachResourceToTheRevisionThatItWasAppliedFrom() {
    applied(FIRST, heal("a", "1"));
    applied(SECOND, heal("b", "1"));
    missing("a");
    missing("b");

    Drift drift = drift(catalog(Mode.HEAL, heal("a", "3"), heal("b", "3")));

    assertEquals(
        List.of(
            "a create corrective 1",
            "a create intentional",
            "b create corrective 2",
            "b create intentional"),
        told(drift));
  }

  @Test
  void shouldRollNothingOutOnANodeOnWhichNothingWasEverApplied() {
    missing("a");

    Drift drift = drift(catalog(Mode.HEAL, heal("a", "1")));

    assertEquals(List.of("a create intentional"), told(drift));
    assertEquals(List.of("wait thing:a"), planned(drift));
  }

  @Test
  void shouldSayWhatIsLostAndNotActOnIt() {
    lost(FIRST, heal("a", "1"), "revision 1111111111 is not in the hub's clone");
    missing("a");

    Drift drift = drift(catalog(Mode.HEAL, heal("a", "2")));

    assertEquals(List.of("a unverifiable corrective 1", "a create intentional"), told(drift));
    assertEquals(List.of("wait thing:a", "wait thing:a"), planned(drift));
    assertEquals(
        "could not be verified: revision 1111111111 is not in the hub's clone",
        Planner.plan(drift).waiting().getFirst().reason());
  }

  @Test
  void shouldHoldOnlyWhatIsInModeHeal() {
    applied(FIRST, thing(Mode.ENFORCE, "a", "1"));
    applied(FIRST, thing(Mode.ENFORCE, "b", "1"));
    applied(FIRST, thing(Mode.ENFORCE, "c", "1"));
    onNode("a", "other");
    onNode("b", "other");
    onNode("c", "other");

    Drift drift =
        drift(
            catalog(
                Mode.ENFORCE,
                heal("a", "2"),
                thing(Mode.ENFORCE, "b", "2"),
                thing(Mode.OBSERVE, "c", "2")));

    assertEquals(
        List.of("do thing:a", "do thing:b", "wait thing:a", "wait thing:c"), planned(drift));
    assertEquals(
        List.of(
            "a update corrective 1",
            "a update intentional",
            "b update intentional",
            "c update intentional"),
        told(drift));
  }

  @Test
  void shouldRollOutWhatWaitedWhenTheModeBecomesEnforce() {
    applied(FIRST, heal("a", "1"));
    onNode("a", "1");

    Drift drift = drift(catalog(Mode.ENFORCE, thing(Mode.ENFORCE, "a", "2")));

    assertEquals(List.of("do thing:a"), planned(drift));
  }

  @Test
  void shouldHealWhatLeftTheCatalogOfANodeInModeHeal() {
    applied(FIRST, heal("a", "1"));
    applied(FIRST, heal("left", "1"), new ResourceId("thing", "a"), new ResourceId("thing", "x"));
    onNode("a", "1");
    missing("left");

    Drift drift = drift(catalog(Mode.HEAL, heal("a", "1")));

    assertEquals(List.of("left create corrective 1"), told(drift));
    assertEquals(List.of("do thing:left"), planned(drift));
    assertEquals(
        Set.of(new ResourceId("thing", "a")),
        drift.allowed().dependenciesOf(new ResourceId("thing", "left")));
  }

  @Test
  void shouldKeepTheOrderOfWhatLeftTheCatalogEvenInACycle() {
    ResourceId a = new ResourceId("thing", "a");
    ResourceId b = new ResourceId("thing", "b");
    ResourceId c = new ResourceId("thing", "c");
    applied(FIRST, heal("a", "1"), b);
    applied(FIRST, heal("b", "1"), c);
    applied(SECOND, heal("c", "1"), a);
    missing("a");
    missing("b");
    missing("c");

    Drift drift = drift(catalog(Mode.HEAL));

    assertEquals(List.of("do thing:c", "do thing:b", "do thing:a"), planned(drift));
  }

  @Test
  void shouldLetGoWhatLeftTheCatalogOfANodeInAnotherMode() {
    applied(FIRST, heal("left", "1"));
    missing("left");

    assertFalse(healing(catalog(Mode.ENFORCE)).isNeeded());
  }

  @Test
  void shouldNotTreatWhatLeftMoreFreelyThanBefore() {
    applied(FIRST, thing(Mode.OBSERVE, "left", "1"));
    missing("left");

    assertEquals(List.of("wait thing:left"), planned(drift(catalog(Mode.HEAL))));
  }

  @Test
  void shouldProbeOnlyWhatIsHeldAndFound() {
    applied(FIRST, heal("a", "1"));
    lost(FIRST, heal("b", "1"), "gone");
    onNode("a", "other");
    onNode("b", "other");
    onNode("c", "other");

    Catalog second = healing(catalog(Mode.HEAL, heal("a", "2"), heal("b", "2"))).toProbe();

    assertEquals(
        List.of("thing:a"), second.resources().stream().map(r -> r.id().toString()).toList());
  }

  @Test
  void shouldNotActOnWhatTheSecondProbeDidNotSee() {
    applied(FIRST, heal("a", "1"));
    onNode("a", "other");

    Drift drift = healing(catalog(Mode.HEAL, heal("a", "2"))).compared(Map.of());

    assertEquals(List.of("a unverifiable corrective 1", "a update intentional"), told(drift));
  }

  @Test
  void shouldNotRunAPlaybookOfAnotherRevision() {
    applied(FIRST, Resource.of(new PlayType(), spec("1"), heal("x", "1").terms()));
    onNode("a", "other");

    Drift drift =
        drift(catalog(Mode.HEAL, Resource.of(new PlayType(), spec("2"), heal("x", "2").terms())));

    assertEquals(List.of("a unverifiable corrective 1", "a update intentional"), told(drift));
    assertTrue(Planner.plan(drift).isEmpty());
  }

  private static ThingType.Thing spec(String value) {
    return new ThingType.Thing("a", value, List.of(), Map.of());
  }

  /** A thing that a playbook would bring about. */
  private static final class PlayType extends ThingType
      implements ProbedByPlaybook<ThingType.Thing> {
    @Override
    public PlaybookRun playbook(Thing thing) {
      return new PlaybookRun("site.yaml", "", List.of(), new TreeMap<>(), "");
    }

    @Override
    public Observation observe(Thing thing, CheckResult result) {
      return Observation.unknown("not run here");
    }
  }
}
