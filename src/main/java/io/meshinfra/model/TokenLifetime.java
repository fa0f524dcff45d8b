package io.meshinfra.model;

import java.time.Duration;
import java.util.Optional;

/**
 * The longest time that any API token of a hub opens anything.
 *
 * @param longest empty for a token that never ends
 * @param setting what says so, with its name in the configuration
 */
public record TokenLifetime(Optional<Duration> longest, String setting) {
  /** What the invariant tokens_expire_24h allows. */
  public static final Duration LIMIT = Duration.ofHours(24);

  /** Of a hub that nobody configured. */
  public static final TokenLifetime USUAL = ofOperator(LIMIT);

  /**
   * Of the operator's token; all others end within {@link #LIMIT}.
   *
   * @param life zero for never
   */
  public static TokenLifetime ofOperator(Duration life) {
    boolean ends = !life.isZero() && !life.isNegative();
    return new TokenLifetime(
        ends ? Optional.of(life) : Optional.empty(), "mesh.tokens.operator-life");
  }

  /** Why tokens_expire_24h is broken, if it is. */
  public Optional<String> complaint() {
    if (longest.isEmpty()) {
      return Optional.of("the operator's token never ends (%s is 0)".formatted(setting));
    }
    return longest
        .filter(time -> time.compareTo(LIMIT) > 0)
        .map(time -> "the operator's token lives for %d h (%s)".formatted(time.toHours(), setting));
  }
}
