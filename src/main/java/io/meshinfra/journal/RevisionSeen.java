package io.meshinfra.journal;

import io.meshinfra.model.Revision;
import java.time.Instant;

/**
 * What the hub thought of a revision when it saw it.
 *
 * @param detail the errors of an invalid one, the reason of a refusal; may be empty
 * @param subject the first line of the commit message
 */
public record RevisionSeen(
    Revision revision,
    Status status,
    String detail,
    String author,
    String subject,
    Instant seenAt) {

  public enum Status {
    VALID,
    /** It has errors and is never applied; the last valid one stays in force. */
    INVALID,
    /** It may be fine and is not accepted, e.g. because history was rewritten. */
    REFUSED;

    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
