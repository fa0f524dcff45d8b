package io.meshinfra.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.drift.LastApplied.Print;
import io.meshinfra.model.Facts;
import io.meshinfra.model.Mode;
import io.meshinfra.model.Observation;
import io.meshinfra.model.Prune;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.Revision;
import io.meshinfra.model.Snapshot;
import io.meshinfra.model.State;
import io.meshinfra.plan.Plan;
import io.meshinfra.plan.Planner;
import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Removable;
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
import org.junit.jupiter.api.Test;

/** What becomes of what has left the catalog, from what a probe sees to what is planned. */
class RemovalsTest {
  private static final Revision THEN = new Revision("1".repeat(40));
  private static final Optional<Prune> NOTHING_SAID = Optional.empty();

  private final Map<ResourceId, Made.Thing> made = new HashMap<>();
  private final Map<Print, Baseline.Applied> found = new HashMap<>();
  private final Map<ResourceId, Observation> node = new HashMap<>();

  /** A thing that can be removed. */
  private static final class Removing extends ThingType implements Removable<ThingType.Thing> {
    @Override
    public Removal<Thing> removal(Thing thing) {
      return thing.name().startsWith("stuck")
          ? Removable.impossible("it sticks")
          : Removable.by(new Thing(thing.name(), "gone", thing.actions(), thing.reactsTo()));
    }
  }

  private static Resource<?> thing(String name, Optional<Prune> prune) {
    return Resource.of(
        new Removing(),
        new ThingType.Thing(name, "v", List.of(), Map.of()),
        new Resource.Terms(Mode.ENFORCE, false, Set.of(), "old.yaml:1:1", prune));
  }

  private void wasMade(Resource<?> resource, ResourceId... after) {
    Print print = new Print(resource.fingerprint(), THEN);
    made.put(resource.id(), new Made.Thing(print, Optional.empty()));
    found.put(print, new Baseline.Found(resource, Set.of(after)));
    onNode(resource.id().name(), "v");
  }

  private void onNode(String name, String value) {
    node.put(id(name), Observation.present(State.EMPTY.with("value", value)));
  }

  private static ResourceId id(String name) {
    return new ResourceId("thing", name);
  }

  private static Catalog catalog(Mode mode, Optional<Prune> prune, Resource<?>... resources) {
    Catalog plain = Catalogs.of(resources);
    return new Catalog(
        plain.node(),
        plain.revision(),
        mode,
        plain.resources(),
        Map.of(),
        new Catalog.Pruning(prune, false));
  }

  /** One that has something in it, so that it has not become empty. */
  private Catalog pruning(Optional<Prune> prune) {
    onNode("stays", "here");
    return catalog(Mode.ENFORCE, prune, ThingType.thing("stays", "here"));
  }

  private Past past() {
    return new Past(LastApplied.NONE, (id, print) -> found.get(print), new Made(made));
  }

  private Drift drift(Catalog catalog) {
    Snapshot snapshot = new Snapshot(catalog.node(), Instant.EPOCH, Facts.UNKNOWN, node);
    Drift plain = DriftDetector.detect(catalog, snapshot, LastApplied.NONE);
    Removals leaving = Removals.of(plain, past());
    return leaving.isNeeded() ? leaving.compared(node, node) : plain;
  }

  private static List<String> planned(Drift drift) {
    Plan plan = Planner.plan(drift);
    List<String> all = new ArrayList<>();
    plan.steps().forEach(step -> all.add("do " + step.title() + " " + step.needs()));
    plan.waiting().forEach(waits -> all.add("wait " + waits.change().id()));
    return all;
  }

  private static String reason(Drift drift) {
    return ((Change.Unverifiable) drift.changes().getFirst().change()).reason();
  }

  @Test
  void shouldRemoveWhatLeftWhereThatIsWanted() {
    wasMade(thing("a", NOTHING_SAID));

    Drift drift = drift(pruning(Optional.of(Prune.ASK)));

    ResourceChange change = drift.changes().getFirst();
    assertEquals("delete", change.change().word());
    assertEquals(Optional.of(Catalogs.REVISION), change.left());
    assertEquals(Optional.of(Prune.ASK), change.resource().terms().prune());
    assertEquals(List.of("do thing:a []"), planned(drift));
  }

  @Test
  void shouldLeaveItWhereNobodyWantsThat() {
    wasMade(thing("a", NOTHING_SAID));

    assertEquals(List.of(), drift(pruning(NOTHING_SAID)).changes());
  }

  @Test
  void shouldNeverTouchWhatMeshDidNotMake() {
    onNode("a", "v");

    assertEquals(List.of(), drift(pruning(Optional.of(Prune.UNATTENDED))).changes());
  }

  @Test
  void shouldTakeTheStricterOfNodeAndResource() {
    wasMade(thing("asks", Optional.of(Prune.ASK)));
    wasMade(thing("stays-for-ever", Optional.of(Prune.NEVER)));

    Drift drift = drift(pruning(Optional.of(Prune.UNATTENDED)));

    assertEquals(List.of("do thing:asks []"), planned(drift));
    assertEquals(Optional.of(Prune.ASK), drift.changes().getFirst().resource().terms().prune());
    assertEquals(List.of(), drift(pruning(Optional.of(Prune.NEVER))).changes());
  }

  @Test
  void shouldRemoveWhatTheResourceAloneWantsRemoved() {
    wasMade(thing("a", Optional.of(Prune.UNATTENDED)));

    assertEquals(List.of("do thing:a []"), planned(drift(pruning(NOTHING_SAID))));
  }

  /** A file goes before the folder that it came after. */
  @Test
  void shouldRemoveInTheReverseOrder() {
    wasMade(thing("folder", NOTHING_SAID));
    wasMade(thing("file", NOTHING_SAID), id("folder"));

    assertEquals(
        List.of("do thing:file []", "do thing:folder [1]"),
        planned(drift(pruning(Optional.of(Prune.ASK)))));
  }

  @Test
  void shouldEndWhereThingsThatLeftCameAfterEachOther() {
    wasMade(thing("a", NOTHING_SAID), id("b"));
    wasMade(thing("b", NOTHING_SAID), id("a"));

    assertEquals(2, planned(drift(pruning(Optional.of(Prune.ASK)))).size());
  }

  @Test
  void shouldNotRemoveWhatSomebodyHasChangedSince() {
    wasMade(thing("a", NOTHING_SAID));
    onNode("a", "by hand");

    Drift drift = drift(pruning(Optional.of(Prune.ASK)));

    assertTrue(reason(drift).startsWith("somebody has changed it"), reason(drift));
    assertEquals(List.of("wait thing:a"), planned(drift));
  }

  @Test
  void shouldNotActOnWhatCouldNotBeSeen() {
    wasMade(thing("a", NOTHING_SAID));
    node.put(id("a"), Observation.unknown("no answer"));

    assertEquals("no answer", reason(drift(pruning(Optional.of(Prune.UNATTENDED)))));
  }

  @Test
  void shouldTellWhatCannotBeRemovedOrFoundAgain() {
    wasMade(thing("stuck", NOTHING_SAID));
    assertEquals("it sticks", reason(drift(pruning(Optional.of(Prune.ASK)))));
    made.clear();
    wasMade(thing("a", NOTHING_SAID));
    found.replaceAll((print, applied) -> new Baseline.Lost("the home was thrown away"));

    assertEquals("the home was thrown away", reason(drift(pruning(Optional.of(Prune.ASK)))));
    assertEquals(List.of(), drift(pruning(NOTHING_SAID)).changes());
  }

  @Test
  void shouldRefuseToEmptyANodeUnlessThatIsAllowedByName() {
    wasMade(thing("a", NOTHING_SAID));
    Catalog empty = catalog(Mode.ENFORCE, Optional.of(Prune.UNATTENDED));
    Catalog allowed =
        new Catalog(
            empty.node(),
            empty.revision(),
            Mode.ENFORCE,
            List.of(),
            Map.of(),
            new Catalog.Pruning(Optional.of(Prune.UNATTENDED), true));

    assertTrue(reason(drift(empty)).contains("emptied: true"), reason(drift(empty)));
    assertEquals(List.of("do thing:a []"), planned(drift(allowed)));
  }

  /** A selector or a path that was mistyped takes most of a node away. */
  @Test
  void shouldAskWhenMoreGoesThanStays() {
    wasMade(thing("a", NOTHING_SAID));
    assertEquals(List.of(Prune.UNATTENDED), prunes(drift(pruning(Optional.of(Prune.UNATTENDED)))));
    wasMade(thing("b", NOTHING_SAID));

    assertEquals(
        List.of(Prune.ASK, Prune.ASK), prunes(drift(pruning(Optional.of(Prune.UNATTENDED)))));
  }

  private static List<Prune> prunes(Drift drift) {
    return drift.changes().stream().map(c -> c.resource().terms().prune().orElseThrow()).toList();
  }

  @Test
  void shouldOnlyTellInModeObserve() {
    wasMade(thing("a", NOTHING_SAID));
    onNode("stays", "here");
    Catalog observed =
        catalog(
            Mode.OBSERVE,
            Optional.of(Prune.UNATTENDED),
            ThingType.withMode(Mode.OBSERVE, ThingType.thing("stays", "here")));

    assertEquals(List.of("wait thing:a"), planned(drift(observed)));
  }

  @Test
  void shouldLetNothingLeaveInModeHeal() {
    wasMade(thing("a", NOTHING_SAID));
    Drift drift =
        new Drift(
            catalog(Mode.HEAL, Optional.of(Prune.UNATTENDED)),
            Facts.UNKNOWN,
            Instant.EPOCH,
            List.of());

    assertFalse(Removals.of(drift, past()).isNeeded());
  }

  @Test
  void shouldForgetWhatIsGone() {
    wasMade(thing("a", NOTHING_SAID));
    node.put(id("a"), Observation.ABSENT);

    Drift drift = drift(pruning(Optional.of(Prune.ASK)));

    assertEquals(List.of(), drift.changes());
    assertEquals(Made.NOTHING, past().after(drift).made());
  }

  @Test
  void shouldRememberSinceWhenItIsOutOfTheCatalog() {
    wasMade(thing("a", NOTHING_SAID));

    Past next = past().after(drift(pruning(NOTHING_SAID)));

    assertEquals(Optional.of(Catalogs.REVISION), next.made().things().get(id("a")).left());
    assertEquals(next.made(), next.after(drift(pruning(NOTHING_SAID))).made());
  }

  @Test
  void shouldFollowWhatIsAppliedOfWhatWasMade() {
    Resource<?> stays = ThingType.thing("stays", "here");
    made.put(stays.id(), new Made.Thing(new Print("old", THEN), Optional.of(THEN)));

    Past next = past().after(drift(pruning(NOTHING_SAID)));

    assertEquals(
        new Made.Thing(new Print(stays.fingerprint(), Catalogs.REVISION), Optional.empty()),
        next.made().things().get(stays.id()));
  }
}
