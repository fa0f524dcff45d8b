package io.meshinfra.model;

import java.time.Duration;
import java.time.Instant;

/** An absence that is over. */
public record Gap(Instant from, Instant to) {
  public Duration length() {
    return Duration.between(from, to);
  }

  Gap orLonger(Gap other) {
    return other.length().compareTo(length()) > 0 ? other : this;
  }
}
