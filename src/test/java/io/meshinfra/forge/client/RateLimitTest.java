package io.meshinfra.forge.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.support.MovingClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");
  private static final String DATE = "Mon, 23 Nov 2026 11:00:00 GMT";

  private Instant now = START;
  private final RateLimit limit = new RateLimit(new MovingClock(() -> now));

  private Optional<Duration> after(int status, Map<String, String> headers) {
    return after(new Reply(status, headers, new byte[0]));
  }

  private Optional<Duration> after(Reply reply) {
    limit.note(reply);
    return limit.left();
  }

  private static Optional<Duration> seconds(long seconds) {
    return Optional.of(Duration.ofSeconds(seconds));
  }

  @Test
  void shouldNotHoldBackWithoutAReason() {
    assertEquals(Optional.empty(), limit.left());
    assertEquals(Optional.empty(), after(200, Map.of("X-RateLimit-Remaining", "1")));
    assertEquals(Optional.empty(), after(403, Map.of()));
    assertEquals(Optional.empty(), after(500, Map.of("Retry-After", "5")));
  }

  /** Every look at it is a little later than the one before. */
  @Test
  void shouldNotHoldBackByAClockThatGoesOn() {
    RateLimit running = new RateLimit(new MovingClock(() -> now = now.plusNanos(1)));
    assertEquals(Optional.empty(), running.left());
  }

  @Test
  void shouldReadSecondsAndDates() {
    assertEquals(seconds(7), after(429, Map.of("Retry-After", "7")));
    assertEquals(
        seconds(120),
        after(429, Map.of("Date", DATE, "Retry-After", "Mon, 23 Nov 2026 11:02:00 GMT")),
        "by the forge's own clock, which is an hour behind");
    assertEquals(seconds(90), after(429, Map.of("Retry-After", "Mon, 23 Nov 2026 12:01:30 GMT")));
  }

  @Test
  void shouldReadWhenTheLimitIsReset() {
    String reset = Long.toString(START.plusSeconds(300).getEpochSecond());
    assertEquals(
        seconds(300), after(200, Map.of("RateLimit-Remaining", "0", "RateLimit-Reset", reset)));
    assertEquals(
        seconds(3600),
        after(429, Map.of("Date", DATE, "X-RateLimit-Reset", reset)),
        "5 minutes and the hour that its clock is behind, but not more than an hour");
  }

  @Test
  void shouldWaitAMinuteForWhatNobodyCanRead() {
    for (String odd : new String[] {"", "soon", "-5", "1e9", "99999999999999999999", "1.5"}) {
      assertEquals(seconds(60), after(429, Map.of("Retry-After", odd)), odd);
    }
    assertEquals(seconds(1), after(429, Map.of("Retry-After", "0")));
  }

  @Test
  void shouldLetGoWhenTheTimeIsOver() {
    after(429, Map.of("Retry-After", "10"));
    now = START.plusSeconds(9);
    assertEquals(seconds(1), limit.left());
    now = START.plusSeconds(10);
    assertEquals(Optional.empty(), limit.left());
  }

  @Test
  void shouldKnowTheWaysToSayIt() {
    assertTrue(RateLimit.isLimited(new Reply(429, Map.of(), new byte[0])));
    assertTrue(RateLimit.isLimited(new Reply(403, Map.of("retry-after", "1"), new byte[0])));
    assertTrue(
        RateLimit.isLimited(new Reply(403, Map.of("x-ratelimit-remaining", "0"), new byte[0])));
    byte[] words =
        "{\"message\": \"You have exceeded a secondary rate limit\"}"
            .getBytes(StandardCharsets.UTF_8);
    Map<String, String> json = Map.of("Content-Type", "application/json");
    assertTrue(RateLimit.isLimited(new Reply(403, json, words)));
    assertFalse(RateLimit.isLimited(new Reply(404, json, words)));
  }
}
