package io.meshinfra.journal;

import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.model.RunId;
import java.time.Instant;
import java.util.Optional;

/** One run in one line: how far it came, and how it ended if it has. */
public record RunSummary(
    RunId id,
    NodeName node,
    Revision revision,
    String trigger,
    Instant startedAt,
    Optional<Planned> planned,
    Optional<Instant> handedOverAt,
    Optional<Ended> ended) {

  /** What was decided, recorded before anything was sent to the node. */
  public record Planned(String hash, int steps, Instant at) {}

  /**
   * @param outcome one word, e.g. {@code converged}
   */
  public record Ended(String outcome, String detail, Instant at) {}
}
