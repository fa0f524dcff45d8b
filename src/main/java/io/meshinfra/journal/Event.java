package io.meshinfra.journal;

import io.meshinfra.model.NodeName;
import io.meshinfra.model.RunId;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that people want to hear of.
 *
 * @param type one word to filter by, e.g. {@code run-ended}
 */
public record Event(
    Instant at, Optional<NodeName> node, Optional<RunId> run, String type, String message) {

  /** An event with its number; numbers rise by one without gaps, until old ones are purged. */
  public record Numbered(long id, Event event) {}
}
