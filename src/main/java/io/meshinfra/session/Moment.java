package io.meshinfra.session;

import io.meshinfra.model.Printable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** A date and time with its zone, like {@code 2026-11-23T18:00:00Z}. */
public record Moment(Instant at) {
  public static Moment parse(String text) {
    try {
      return new Moment(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "a time is written like 2026-11-23T18:00:00Z, not " + Printable.quote(text), e);
    }
  }

  @Override
  public String toString() {
    return at.toString();
  }
}
