package io.meshinfra.report.review;

import java.time.Instant;

/** How what is told of a node is known. */
public sealed interface Sight {

  /** It was probed for this report. */
  record Probed(Instant at) implements Sight {}

  /**
   * It is away. What was seen last, and git, tell what would most likely be done.
   *
   * @param lastSeen when it was probed last
   */
  record Predicted(Instant lastSeen) implements Sight {}

  /** It is away and nothing is known of it. */
  record NeverSeen() implements Sight {}

  /** It could not be looked at for another reason, and nothing is said of it. */
  record Untold(String reason) implements Sight {}
}
