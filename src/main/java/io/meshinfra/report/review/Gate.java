package io.meshinfra.report.review;

import java.util.List;
import java.util.Optional;

/**
 * What the policy of the target branch says of the plan of a node.
 *
 * @param hash of the plan; approvals bind to it
 * @param risk class of it, when there are classes
 * @param approvals who agreed to exactly this plan
 */
public record Gate(
    String hash,
    Optional<String> risk,
    Ruling ruling,
    List<PolicyFinding> findings,
    List<String> approvals) {

  /** What may be done with the plan. */
  public enum Ruling {
    MAY_BE_APPLIED("may be applied"),
    AWAITS_APPROVAL("awaits approval"),
    /** A window is closed, a freeze goes on: it waits for that by itself. */
    NOT_NOW("not now"),
    REFUSED("refused");

    private final String word;

    Ruling(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  public Gate {
    findings = List.copyOf(findings);
    approvals = List.copyOf(approvals);
  }
}
