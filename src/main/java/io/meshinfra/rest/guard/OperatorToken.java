package io.meshinfra.rest.guard;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The operator's token, which is replaced before its time is over. For a moment two are good: the
 * new one, which is in the file, and the old one until its end, so that whoever read the file just
 * now is not turned away. None opens anything for longer than its life.
 */
final class OperatorToken {
  private static final Duration LONGEST_OVERLAP = Duration.ofMinutes(5);
  private static final Duration SHORTEST_LIFE = Duration.ofMinutes(10);

  private final TokenFile file;
  private final Optional<Duration> life;
  private final SecureRandom random;
  private final Clock clock;
  private Kept current;
  private Optional<Kept> previous = Optional.empty();

  /**
   * One token.
   *
   * @param end after which it opens nothing; empty for none
   */
  private record Kept(byte[] token, Optional<Instant> end) {
    boolean is(String given) {
      return MessageDigest.isEqual(token, given.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** What a token that is shown is worth. */
  sealed interface Worth {
    /** It opens everything. */
    record Good() implements Worth {}

    /** It did, until then. */
    record Over(Instant end) implements Worth {}

    /** It is none of the operator's, as far as is known. */
    record Another() implements Worth {}
  }

  /**
   * @param life zero for a token that never ends
   * @throws IllegalStateException when the file is not safe or the life makes no sense
   */
  OperatorToken(TokenFile file, Duration life, SecureRandom random, Clock clock) {
    if (life.isNegative() || !life.isZero() && life.compareTo(SHORTEST_LIFE) < 0) {
      throw new IllegalStateException(
          "mesh.tokens.operator-life is %s: 10 minutes or more, or 0s for never".formatted(life));
    }
    this.file = file;
    this.life = Optional.of(life).filter(time -> !time.isZero());
    this.random = random;
    this.clock = clock;
    this.current = kept(file.readOrCreate(random), file.writtenAt());
  }

  private Kept kept(String token, Instant since) {
    return new Kept(token.getBytes(StandardCharsets.UTF_8), life.map(since::plus));
  }

  /** In a time that tells nothing about where they differ. */
  synchronized Worth worth(String given) {
    Instant now = clock.instant();
    if (current.is(given)) {
      return worth(current, now);
    }
    return previous
        .filter(old -> old.is(given))
        .map(old -> worth(old, now))
        .orElseGet(Worth.Another::new);
  }

  private static Worth worth(Kept token, Instant now) {
    return token
        .end()
        .filter(end -> !now.isBefore(end))
        .<Worth>map(Worth.Over::new)
        .orElseGet(Worth.Good::new);
  }

  /**
   * Takes what somebody put into the file in place of the present one, or writes a new token when
   * the file is gone or the time of the present one is nearly over; whether it did. What was taken
   * away by hand opens nothing from then on.
   *
   * @throws IllegalStateException when the file is not safe or cannot be written
   */
  synchronized boolean renewIfDue() {
    String written = file.readOrCreate(random);
    if (!current.is(written)) {
      current = kept(written, file.writtenAt());
      previous = Optional.empty();
      return true;
    }
    Optional<Instant> due = current.end().map(end -> end.minus(overlap()));
    if (due.isEmpty() || clock.instant().isBefore(due.get())) {
      return false;
    }
    Kept fresh = kept(file.replace(random), clock.instant());
    previous = Optional.of(current);
    current = fresh;
    return true;
  }

  private Duration overlap() {
    Duration quarter = life.orElseThrow().dividedBy(4);
    return quarter.compareTo(LONGEST_OVERLAP) < 0 ? quarter : LONGEST_OVERLAP;
  }
}
