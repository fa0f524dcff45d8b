package io.meshinfra.converge.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.converge.seal.Sealing.Opening;
import io.meshinfra.drift.Drift;
import io.meshinfra.drift.DriftDetector;
import io.meshinfra.drift.LastApplied;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.Facts;
import io.meshinfra.model.Observation;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.Snapshot;
import io.meshinfra.plan.Guard;
import io.meshinfra.plan.Plan;
import io.meshinfra.plan.Planner;
import io.meshinfra.plan.Step;
import io.meshinfra.plan.Tries;
import io.meshinfra.report.ChangeView;
import io.meshinfra.report.PlanText;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.HoldsSecrets;
import io.meshinfra.resource.Resource;
import io.meshinfra.resource.Seal;
import io.meshinfra.support.KnownSecrets;
import io.meshinfra.support.MemoryTree;
import io.meshinfra.support.SecretFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealingTest {
  private static final String VALUE = "hunter2 in the open";
  private static final Catalog CATALOG =
      SecretFiles.catalog(
          """
          - file: {path: /etc/key, secretRef: "known:key"}
          - file: {path: /etc/both, content: "{{ secret('known:key') }}{{ secret('known:other') }}"}
          - file: {path: /etc/plain, content: x}
          """);
  private static final ResourceId KEY = ResourceId.parse("file:/etc/key");
  private static final ResourceId BOTH = ResourceId.parse("file:/etc/both");

  @TempDir Path folder;
  private final StampKey key = StampKey.passing();
  private final KnownSecrets known = new KnownSecrets().set("key", VALUE).set("other", "x");
  private final Sealing sealing = sealing(key);

  private Sealing sealing(StampKey with) {
    return new Sealing(known.alone(), with, revision -> new MemoryTree());
  }

  private static Resource<?> resource(Catalog catalog, ResourceId id) {
    return catalog.resources().stream().filter(r -> r.id().equals(id)).findFirst().orElseThrow();
  }

  /** The plan for a node on which every file is missing. */
  private static Plan plan(SealedCatalog sealed) {
    Map<ResourceId, Observation> seen = new LinkedHashMap<>();
    sealed.probed().resources().forEach(r -> seen.put(r.id(), Observation.ABSENT));
    Snapshot snapshot = new Snapshot(sealed.kept().node(), Instant.EPOCH, Facts.UNKNOWN, seen);
    Drift drift = DriftDetector.detect(sealed.kept(), sealed.complete(snapshot), LastApplied.NONE);
    return Planner.plan(drift);
  }

  @Test
  void shouldKeepStampsAndNoProofs() {
    SealedCatalog sealed = sealing.seal(CATALOG);

    Seal kept = seal(sealed.kept());
    assertTrue(kept.proof().isEmpty());
    assertFalse(kept.stamp().isEmpty());
    assertTrue(seal(sealed.probed()).proof().isPresent());
    assertEquals(
        CATALOG.resources().stream().map(Resource::fingerprint).toList(),
        sealed.kept().resources().stream().map(Resource::fingerprint).toList());
  }

  private static Seal seal(Catalog catalog) {
    return sealOf(resource(catalog, KEY)).orElseThrow();
  }

  @SuppressWarnings("unchecked")
  private static <S> Optional<Seal> sealOf(Resource<S> resource) {
    return ((HoldsSecrets<S>) resource.type()).seal(resource.spec());
  }

  @Test
  void shouldAskForEachSecretOnceInALook() {
    sealing.seal(CATALOG);

    assertEquals(2, known.asked());
  }

  @Test
  void shouldMakeAnotherProofForEveryProbeAndTheSameStamp() {
    Seal one = seal(sealing.seal(CATALOG).probed());
    Seal two = seal(sealing.seal(CATALOG).probed());

    assertEquals(one.stamp(), two.stamp());
    assertNotEquals(one.proof(), two.proof());
    assertFalse(one.toString().contains(one.proof().orElseThrow().sha256()));
  }

  @Test
  void shouldHideOnlyWhatCannotBeResolved() {
    known.lose("other");

    SealedCatalog sealed = sealing.seal(CATALOG);

    assertEquals(
        Map.of(BOTH, Observation.unknown("secret known:other: not found")), sealed.untold());
    assertEquals(2, sealed.probed().resources().size());
    Plan plan = plan(sealed);
    assertEquals(2, plan.steps().size());
    assertEquals(
        "file:/etc/both: could not be verified: secret known:other: not found", plan.whyWaiting());
  }

  @Test
  void shouldTellNothingOfASecretInAPlan() {
    Plan plan = plan(sealing.seal(CATALOG));

    StringBuilder said = new StringBuilder(plan.toString()).append(PlanText.of(plan));
    plan.steps().stream()
        .flatMap(step -> step.changes().stream())
        .map(ChangeView::of)
        .forEach(said::append);
    assertFalse(said.toString().contains(VALUE), said.toString());
    assertTrue(said.toString().contains("secret known:key"), said.toString());
  }

  @Test
  void shouldMakeAnotherPlanOfAnotherSecret() {
    Plan before = plan(sealing.seal(CATALOG));
    Plan again = plan(sealing.seal(CATALOG));
    known.set("key", "another");
    Plan after = plan(sealing.seal(CATALOG));

    assertEquals(before.hash(), again.hash());
    assertNotEquals(before.hash(), after.hash());
  }

  @Test
  void shouldTryAnotherSecretAnew() {
    ResourceChange before = plan(sealing.seal(CATALOG)).steps().getFirst().changes().getFirst();
    known.set("key", "another");
    ResourceChange after = plan(sealing.seal(CATALOG)).steps().getFirst().changes().getFirst();

    assertEquals(before.id(), after.id());
    assertNotEquals(Tries.key(before), Tries.key(after));
  }

  @Test
  void shouldFillAStepOnItsWayOut() {
    Plan plan = plan(sealing.seal(CATALOG));

    Opening.Ready ready =
        assertInstanceOf(
            Opening.Ready.class, sealing.open(plan.steps().getFirst(), CATALOG.revision()));

    Action.PutSecret put =
        assertInstanceOf(Action.PutSecret.class, ready.step().actions().getFirst());
    assertEquals(Optional.of(VALUE), put.file().content().text());
    assertEquals(1, ready.secrets().size());
  }

  @Test
  void shouldLeaveAStepUnderItsGuard() {
    Guard guard =
        new Guard(Duration.ofSeconds(60), "a test", List.of(), List.of(), List.of(), true);
    Step step = plan(sealing.seal(CATALOG)).steps().getFirst().under(guard);

    Opening.Ready ready =
        assertInstanceOf(Opening.Ready.class, sealing.open(step, CATALOG.revision()));

    assertEquals(Optional.of(guard), ready.step().guard());
  }

  @Test
  void shouldNotSendASecretThatNobodyHasPlanned() {
    Plan plan = plan(sealing.seal(CATALOG));
    known.set("key", "another");

    Opening.Closed closed =
        assertInstanceOf(
            Opening.Closed.class, sealing.open(plan.steps().getFirst(), CATALOG.revision()));

    assertTrue(closed.reason().contains("has changed since the plan was made"), closed.reason());
  }

  @Test
  void shouldNotSendHalfAText() {
    Plan plan = plan(sealing.seal(CATALOG));
    known.lose("key");

    Opening.Closed closed =
        assertInstanceOf(
            Opening.Closed.class, sealing.open(plan.steps().getFirst(), CATALOG.revision()));

    assertEquals("secret known:key: not found", closed.reason());
  }

  @Test
  void shouldKnowNoSecretUnlessGivenSome() {
    assertEquals(2, Sealing.none().seal(CATALOG).untold().size());
  }

  @Test
  void shouldKeepItsKeyForItsOwner() throws IOException {
    Path file = folder.resolve("stamp-key");
    Sealing first = sealing(StampKey.kept(file));
    Sealing second = sealing(StampKey.kept(file));
    Sealing other = sealing(StampKey.passing());

    String stamp = seal(first.seal(CATALOG).kept()).stamp();

    assertEquals(stamp, seal(second.seal(CATALOG).kept()).stamp());
    assertNotEquals(stamp, seal(other.seal(CATALOG).kept()).stamp());
    assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(file));
    assertEquals(32, Files.size(file));
  }
}
