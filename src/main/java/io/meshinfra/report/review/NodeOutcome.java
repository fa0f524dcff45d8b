package io.meshinfra.report.review;

import io.meshinfra.model.NodeName;
import io.meshinfra.model.RunId;
import java.util.Optional;

/**
 * What became of a merged pull request on one node.
 *
 * @param detail why, for people; empty when the ending says it all
 * @param run the pass that tells so
 */
public record NodeOutcome(NodeName node, Ending ending, String detail, Optional<RunId> run) {

  /** How far it is there. */
  public enum Ending {
    CONVERGED("converged", true),
    IN_SYNC("in sync", true),
    FAILED("failed", true),
    ROLLED_BACK("rolled back by its guard", true),
    DRIFTING("still drifting", true),
    REFUSED("refused by policy", true),
    AWAITS_APPROVAL("awaits approval", false),
    AWAY("away: pending", false),
    SUSPENDED("suspended: pending", false),
    PENDING("pending", false);

    private final String word;
    private final boolean end;

    Ending(String word, boolean end) {
      this.word = word;
      this.end = end;
    }

    public String word() {
      return word;
    }

    /** Whether nothing more is to be waited for. */
    public boolean isEnd() {
      return end;
    }

    public boolean isGood() {
      return this == CONVERGED || this == IN_SYNC;
    }
  }

  public static NodeOutcome pending(NodeName node) {
    return new NodeOutcome(node, Ending.PENDING, "", Optional.empty());
  }

  /**
   * This one and a later pass over the same node in one. A merge that has arrived stays so: what
   * happens to the node afterwards is not its doing. What is the same as before is no news, though
   * another pass tells it.
   */
  public NodeOutcome then(NodeOutcome later) {
    boolean same = ending == later.ending && detail.equals(later.detail);
    return same || ending.isGood() ? this : later;
  }
}
