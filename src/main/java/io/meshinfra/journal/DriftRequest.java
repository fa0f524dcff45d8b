package io.meshinfra.journal;

import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import java.time.Instant;

/**
 * The pull request of the hub about what drifted on a node.
 *
 * @param pullRequest what the forge calls it
 * @param page where people read it
 * @param drift digest of what it tells
 * @param base commit that its commit rests on
 * @param planHash of the plan that reverts the drift
 */
public record DriftRequest(
    NodeName node,
    String pullRequest,
    String page,
    String drift,
    Revision base,
    String planHash,
    Stage stage,
    Instant openedAt,
    Instant updatedAt) {

  /** What became of it. */
  public enum Stage {
    OPEN,
    /** Merged: what is on the node is what git wants. */
    ADOPTED,
    /** Closed by somebody: the node is put back. */
    REVERTED,
    /** Closed by the hub: the drift went away by itself. */
    GONE
  }
}
