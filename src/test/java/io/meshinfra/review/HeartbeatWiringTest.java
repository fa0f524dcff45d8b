package io.meshinfra.review;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshinfra.journal.Journal;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Heartbeats as the hub gets them: by the settings, also without a forge. */
@QuarkusTest
@TestProfile(HeartbeatWiringTest.Weekly.class)
class HeartbeatWiringTest {
  @Inject HeartbeatClock clock;
  @Inject Journal journal;

  public static final class Weekly implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("mesh.forge.heartbeat", "7d");
    }
  }

  @Test
  void shouldGoAsOftenAsTheSettingsSayAndNotBeforeAnyNodeWasLookedAt() {
    clock.beat();

    assertEquals(Optional.of(Duration.ofDays(7)), clock.period());
    assertEquals(Optional.empty(), journal.events().last(Heartbeats.EVENT));
    assertEquals(Optional.empty(), journal.events().last(Heartbeats.MISSED));
  }
}
