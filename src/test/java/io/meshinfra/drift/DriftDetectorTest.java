package io.meshinfra.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.Facts;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Observation;
import io.meshinfra.model.Origin;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.Snapshot;
import io.meshinfra.model.State;
import io.meshinfra.model.Value;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Resource;
import io.meshinfra.support.Catalogs;
import io.meshinfra.support.ThingType;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DriftDetectorTest {
  private final Resource<?> thing = ThingType.thing("a", "wanted");

  @Test
  void shouldSeeNoDriftWhenTheWantedAttributesAreThere() {
    assertTrue(detect(thing, present("wanted").with("other", "ignored")).isEmpty());
  }

  @Test
  void shouldNameExactlyTheAttributesThatDiffer() {
    Drift drift = detect(thing, present("other"));

    assertEquals(
        new Change.Update(
            new TreeMap<>(
                Map.of(
                    "value",
                    new Change.Difference(Optional.of(Value.of("other")), Value.of("wanted"))))),
        drift.changes().getFirst().change());
  }

  @Test
  void shouldCreateWhatIsAbsent() {
    Drift drift = detect(thing, Observation.ABSENT, LastApplied.NONE);

    assertEquals(new Change.Create(present("wanted")), drift.changes().getFirst().change());
  }

  @Test
  void shouldDeleteWhatShallBeGone() {
    Drift drift = detect(ThingType.thing("a", "gone"), present("still here"));

    assertEquals(new Change.Delete(present("still here")), drift.changes().getFirst().change());
  }

  @Test
  void shouldBeContentWhenWhatShallBeGoneIsGone() {
    assertTrue(
        detect(ThingType.thing("a", "gone"), Observation.ABSENT, LastApplied.NONE).isEmpty());
  }

  @Test
  void shouldNeverTakeUnknownForDriftOrForSync() {
    Drift drift = detect(thing, Observation.unknown("the node sent garbage"), LastApplied.NONE);

    assertEquals(
        new Change.Unverifiable("the node sent garbage"), drift.changes().getFirst().change());
  }

  @Test
  void shouldCallItUnverifiableWhenTheProbeLeftTheResourceOut() {
    Drift drift = DriftDetector.detect(Catalogs.of(thing), snapshot(Map.of()), LastApplied.NONE);

    assertEquals(new Change.Unverifiable("not probed"), drift.changes().getFirst().change());
  }

  @Test
  void shouldTellDriftOfTheMachineFromANewIntent() {
    LastApplied sameSpec =
        LastApplied.at(Catalogs.REVISION, Map.of(thing.id(), thing.fingerprint()));
    LastApplied otherSpec =
        LastApplied.at(
            Catalogs.REVISION, Map.of(thing.id(), ThingType.thing("a", "older").fingerprint()));

    assertEquals(Origin.CORRECTIVE, origin(sameSpec));
    assertEquals(Origin.INTENTIONAL, origin(otherSpec));
    assertEquals(Origin.INTENTIONAL, origin(LastApplied.NONE));
  }

  private Origin origin(LastApplied applied) {
    return detect(thing, Observation.ABSENT, applied).changes().getFirst().origin();
  }

  private static State present(String value) {
    return State.EMPTY.with("value", value);
  }

  private static Drift detect(Resource<?> resource, State state) {
    return detect(resource, Observation.present(state), LastApplied.NONE);
  }

  private static Drift detect(Resource<?> resource, Observation seen, LastApplied applied) {
    return DriftDetector.detect(
        Catalogs.of(resource), snapshot(Map.of(resource.id(), seen)), applied);
  }

  private static Snapshot snapshot(Map<ResourceId, Observation> seen) {
    return new Snapshot(new NodeName("scratch"), Instant.EPOCH, Facts.UNKNOWN, seen);
  }
}
