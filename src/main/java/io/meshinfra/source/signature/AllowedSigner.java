package io.meshinfra.source.signature;

import java.time.Instant;
import java.util.Optional;

/**
 * One key that may sign.
 *
 * @param principals whom the file names
 * @param fingerprint of the key, {@code SHA256:...}
 * @param from when it begins to count
 * @param until when it ends to count
 */
record AllowedSigner(
    String principals, String fingerprint, Optional<Instant> from, Optional<Instant> until) {

  /** Why the key does not count at an instant; empty when it does. */
  Optional<String> outOfTime(Instant at) {
    if (from.isPresent() && at.isBefore(from.get())) {
      return Optional.of("does not count before " + from.get());
    }
    return until.filter(end -> !at.isBefore(end)).map(end -> "expired at " + end);
  }
}
