package io.meshinfra.forge;

import java.time.Instant;

/**
 * What somebody wrote under a pull request.
 *
 * @param author login; for comments of the hub the login that its token belongs to
 * @param text as it was written, hostile
 */
public record Comment(Id id, String author, String text, Instant writtenAt) {
  /** What the forge calls it. */
  public record Id(String value) {}
}
