package io.meshinfra.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.Origin;
import io.meshinfra.model.State;
import io.meshinfra.model.Value;
import io.meshinfra.plan.Tries.How;
import io.meshinfra.resource.Change;
import io.meshinfra.support.ThingType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TriesTest {
  private static final Instant AT = Instant.EPOCH;

  private static ResourceChange update(String spec, String attribute, String from) {
    Change.Difference difference =
        new Change.Difference(Optional.of(Value.of(from)), Value.of(spec));
    return new ResourceChange(
        ThingType.thing("a", spec),
        new Change.Update(new TreeMap<>(Map.of(attribute, difference))),
        Origin.CORRECTIVE);
  }

  private static ResourceChange create() {
    return new ResourceChange(
        ThingType.thing("a", "1"), new Change.Create(State.EMPTY), Origin.INTENTIONAL);
  }

  private static Tries tried(ResourceChange change, How how, int times) {
    Tries tries = Tries.NONE;
    for (int i = 0; i < times; i++) {
      tries = tries.with(List.of(Tries.key(change)), how, AT);
    }
    return tries;
  }

  @Test
  void shouldKnowNothingAtFirst() {
    assertEquals(Optional.empty(), Tries.NONE.inVain(create()));
  }

  @Test
  void shouldSayHowATryInVainEnded() {
    assertEquals(
        Optional.of("failed at 1970-01-01T00:00:00Z"),
        tried(create(), How.FAILED, 1).inVain(create()));
    assertEquals(
        Optional.of("still drifting at 1970-01-01T00:00:00Z"),
        tried(create(), How.STILL_DRIFTING, 1).inVain(create()));
  }

  @Test
  void shouldNotBlameAStepForOneInterruptionButForTheSecond() {
    assertEquals(Optional.empty(), tried(create(), How.INTERRUPTED, 1).inVain(create()));
    assertEquals(
        Optional.of("interrupted 2 times, last at 1970-01-01T00:00:00Z"),
        tried(create(), How.INTERRUPTED, 2).inVain(create()));
  }

  @Test
  void shouldForgetWhatHelped() {
    Tries tries = tried(create(), How.FAILED, 1).without(List.of(Tries.key(create())));

    assertEquals(Tries.NONE, tries);
  }

  @Test
  void shouldTakeADriftForTheSameWhateverValueItDriftedTo() {
    assertEquals(Tries.key(update("1", "mode", "0600")), Tries.key(update("1", "mode", "0666")));
  }

  @Test
  void shouldTakeAnotherSpecAnotherAttributeAndAnotherChangeForSomethingElse() {
    String key = Tries.key(update("1", "mode", "0600"));

    assertNotEquals(key, Tries.key(update("2", "mode", "0600")));
    assertNotEquals(key, Tries.key(update("1", "owner", "0600")));
    assertNotEquals(key, Tries.key(create()));
  }
}
