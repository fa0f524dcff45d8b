package io.meshinfra.reconcile.revision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.drift.Baseline;
import io.meshinfra.drift.LastApplied;
import io.meshinfra.drift.LastApplied.Print;
import io.meshinfra.model.Mode;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.Revision;
import io.meshinfra.reconcile.FleetOf;
import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.Resource;
import io.meshinfra.support.ThingType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BaselinesTest {
  private static final NodeName A = new NodeName("a");
  private final Resource<?> one = ThingType.thing("x", "1");
  private final Resource<?> other = ThingType.thing("x", "2");
  private final Map<Revision, FleetAt> fleets = new HashMap<>();
  private final List<Revision> loads = new ArrayList<>();
  private final Baselines baselines =
      new Baselines(revision -> {
        loads.add(revision);
        return fleets.getOrDefault(revision, new FleetAt.Missing("it is not in the clone"));
      });

  private void has(Revision revision, Resource<?> resource) {
    FleetNode plain = FleetOf.at(revision, "a").node(A).orElseThrow();
    Catalog catalog =
        new Catalog(
            A,
            revision,
            Mode.HEAL,
            List.of(resource),
            Map.of(resource.id(), Set.of(new ResourceId("thing", "earlier"))));
    FleetNode node =
        new FleetNode(
            A,
            plain.labels(),
            plain.presence(),
            plain.target(),
            plain.interval(),
            plain.mode(),
            plain.hostname(),
            catalog);
    fleets.put(revision, new FleetAt.Valid(new Fleet("test", revision, List.of(node), 0)));
  }

  private static LastApplied applied(Optional<Revision> whole, Resource<?> resource, Revision at) {
    return new LastApplied(whole, Map.of(resource.id(), new Print(resource.fingerprint(), at)));
  }

  private Baseline.Applied find(LastApplied applied) {
    return baselines.of(A, applied).of(one.id(), applied.of(one.id()).orElseThrow());
  }

  @Test
  void shouldFindAResourceWhereTheWholeNodeWasApplied() {
    has(FleetOf.OLD, one);
    has(FleetOf.NEW, one);

    Baseline.Found found =
        assertInstanceOf(
            Baseline.Found.class, find(applied(Optional.of(FleetOf.NEW), one, FleetOf.OLD)));

    assertEquals(one, found.resource());
    assertEquals(Set.of(new ResourceId("thing", "earlier")), found.after());
    assertEquals(List.of(FleetOf.NEW), loads);
  }

  @Test
  void shouldFindAResourceThatWasAppliedAlone() {
    has(FleetOf.OLD, other);
    has(FleetOf.NEW, one);

    Baseline.Applied found = find(applied(Optional.of(FleetOf.OLD), one, FleetOf.NEW));

    assertEquals(one, assertInstanceOf(Baseline.Found.class, found).resource());
  }

  @Test
  void shouldLoadOnceAndAgainAfterTheNodeLeft() {
    has(FleetOf.OLD, one);
    LastApplied applied = applied(Optional.empty(), one, FleetOf.OLD);
    find(applied);
    find(applied);
    assertEquals(1, loads.size());

    baselines.forget(A);
    find(applied);

    assertEquals(2, loads.size());
  }

  @Test
  void shouldSayThatTheRevisionIsGone() {
    Baseline.Lost lost =
        assertInstanceOf(Baseline.Lost.class, find(applied(Optional.empty(), one, FleetOf.OLD)));

    assertEquals(
        "it was applied at 1111111111, and that cannot be found again: it is not in the clone",
        lost.reason());
  }

  @Test
  void shouldNotTakeAnotherSpecForWhatWasApplied() {
    has(FleetOf.OLD, other);

    Baseline.Lost lost =
        assertInstanceOf(Baseline.Lost.class, find(applied(Optional.empty(), one, FleetOf.OLD)));

    assertTrue(lost.reason().contains("not like that"), lost.reason());
  }
}
