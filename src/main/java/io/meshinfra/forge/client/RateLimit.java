package io.meshinfra.forge.client;

import io.meshinfra.forge.Answer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Holds back when a forge wants to be asked less often: one that is asked on and on in spite of
 * that locks the account out.
 */
final class RateLimit {
  /** When it says no and not for how long; what GitHub asks for then. */
  private static final Duration USUAL = Duration.ofMinutes(1);

  /** Limits are reset every hour at the latest; a longer wait is a mistake of some clock. */
  private static final Duration LONGEST = Duration.ofHours(1);

  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private final Clock clock;
  private volatile Instant until = Instant.MIN;

  RateLimit(Clock clock) {
    this.clock = clock;
  }

  /** How long nothing is to be asked; empty when something may be. */
  Optional<Duration> left() {
    Instant now = now();
    return until.isAfter(now) ? Optional.of(Duration.between(now, until)) : Optional.empty();
  }

  <T> Answer<T> later(String forge, Duration wait) {
    return new Answer.Later<>(
        forge + " wants to be asked less often; asked again in " + wait.toSeconds() + " s", wait);
  }

  private Instant now() {
    return clock.instant();
  }

  /** Reads what the reply says about the limit. */
  void note(Reply reply) {
    if (isLimited(reply)) {
      holdFor(retryAfter(reply).or(() -> reset(reply)).orElse(USUAL));
    } else if (isUsedUp(reply)) {
      reset(reply).ifPresent(this::holdFor);
    }
  }

  private void holdFor(Duration wait) {
    Duration bounded =
        wait.compareTo(LONGEST) > 0 ? LONGEST : wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait;
    until = now().plus(bounded);
  }

  /** GitHub says 403 too, for its primary and its secondary limits. */
  static boolean isLimited(Reply reply) {
    return reply.status() == 429
        || reply.status() == 403
            && (reply.header("retry-after").isPresent()
                || isUsedUp(reply)
                || Complaint.of(reply).toLowerCase(Locale.ROOT).contains("rate limit"));
  }

  private static boolean isUsedUp(Reply reply) {
    return remaining(reply).equals(OptionalLong.of(0));
  }

  private static OptionalLong remaining(Reply reply) {
    OptionalLong github = reply.number("x-ratelimit-remaining");
    return github.isPresent() ? github : reply.number("ratelimit-remaining");
  }

  private Optional<Duration> retryAfter(Reply reply) {
    OptionalLong seconds = reply.number("retry-after");
    return seconds.isPresent()
        ? Optional.of(Duration.ofSeconds(seconds.getAsLong()))
        : reply.date("retry-after").map(at -> Duration.between(now(reply), at));
  }

  /** A point in time in seconds, by the clock of the forge. */
  private Optional<Duration> reset(Reply reply) {
    OptionalLong github = reply.number("x-ratelimit-reset");
    OptionalLong at = github.isPresent() ? github : reply.number("ratelimit-reset");
    return at.isPresent()
        ? Optional.of(Duration.between(now(reply), Instant.ofEpochSecond(at.getAsLong())))
        : Optional.empty();
  }

  /** Its own clock, when it tells it: only the difference counts. */
  private Instant now(Reply reply) {
    return reply.date("date").orElseGet(this::now);
  }
}
