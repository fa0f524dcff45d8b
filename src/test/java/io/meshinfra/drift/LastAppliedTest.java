package io.meshinfra.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshinfra.drift.LastApplied.Print;
import io.meshinfra.model.Facts;
import io.meshinfra.model.Mode;
import io.meshinfra.model.Origin;
import io.meshinfra.model.Revision;
import io.meshinfra.model.State;
import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Resource;
import io.meshinfra.support.Catalogs;
import io.meshinfra.support.ThingType;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LastAppliedTest {
  private static final Revision NOW = Catalogs.REVISION;
  private static final Revision OLD = new Revision("1".repeat(40));
  private final Resource<?> a = ThingType.thing("a", "new");
  private final Resource<?> b = ThingType.thing("b", "same");
  private final Print oldA = new Print(ThingType.thing("a", "old").fingerprint(), OLD);
  private final Print oldB = new Print(b.fingerprint(), OLD);
  private final LastApplied before =
      new LastApplied(Optional.of(OLD), Map.of(a.id(), oldA, b.id(), oldB));

  private static Drift drift(Catalog catalog, Resource<?>... drifting) {
    return new Drift(
        catalog,
        Facts.UNKNOWN,
        Instant.EPOCH,
        Arrays.stream(drifting)
            .map(r -> new ResourceChange(r, new Change.Create(State.EMPTY), Origin.INTENTIONAL))
            .toList());
  }

  private static Catalog healing(Resource<?>... resources) {
    Catalog catalog = Catalogs.of(resources);
    return new Catalog(
        catalog.node(), catalog.revision(), Mode.HEAL, catalog.resources(), Map.of());
  }

  @Test
  void shouldRememberAtWhichRevisionEachWasFirstInSync() {
    LastApplied after = before.after(drift(Catalogs.of(a, b)));

    assertEquals(
        new LastApplied(
            Optional.of(NOW), Map.of(a.id(), new Print(a.fingerprint(), NOW), b.id(), oldB)),
        after);
  }

  @Test
  void shouldKeepWhatDriftsAsItWasAppliedAndTheRevisionThatWasWhole() {
    assertEquals(before, before.after(drift(Catalogs.of(a, b), a)));
  }

  @Test
  void shouldCallARevisionWholeAlsoWhileWhatWasAppliedOfItDrifts() {
    LastApplied after = before.after(drift(Catalogs.of(b), b));

    assertEquals(new LastApplied(Optional.of(NOW), Map.of(b.id(), oldB)), after);
  }

  @Test
  void shouldLetGoWhatLeftTheCatalogUnlessTheNodeIsHealed() {
    assertEquals(Map.of(b.id(), oldB), before.after(drift(Catalogs.of(b))).prints());
    assertEquals(before.prints(), before.after(drift(healing(b))).prints());
  }

  @Test
  void shouldKnowNothingOfANodeOnWhichNothingWasEverApplied() {
    assertEquals(LastApplied.NONE, LastApplied.NONE.after(drift(Catalogs.of(a), a)));
  }
}
