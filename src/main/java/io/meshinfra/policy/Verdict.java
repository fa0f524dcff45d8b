package io.meshinfra.policy;

import java.util.List;
import java.util.stream.Collectors;

/** What the gate says about a plan. */
public sealed interface Verdict {
  /** All that was found, warnings and what was agreed to included, the strictest first. */
  List<Finding> findings();

  /** It may be carried out. */
  record Approved(ApprovedPlan plan, List<Finding> findings) implements Verdict {
    public Approved {
      findings = List.copyOf(findings);
    }
  }

  /**
   * Somebody has to agree first.
   *
   * @param hash of the plan that is to be approved
   * @param missing whose agreement, for people
   */
  record AwaitingApproval(String hash, List<Finding> findings, List<String> missing)
      implements Verdict {
    public AwaitingApproval {
      findings = List.copyOf(findings);
      missing = List.copyOf(missing);
    }
  }

  /** It must not be carried out. */
  record Refused(List<Finding> findings) implements Verdict {
    public Refused {
      findings = List.copyOf(findings);
    }

    /** Whether it will be possible later, without anybody doing anything. */
    public boolean isPassing() {
      return findings.stream()
          .filter(finding -> finding.severity() == Severity.REFUSE)
          .allMatch(Finding::passing);
    }
  }

  /** What stands in the way, on one line; what only warns is left out. */
  default String reasons() {
    Severity strictest =
        findings().stream().map(Finding::severity).max(Severity::compareTo).orElse(Severity.WARN);
    return findings().stream()
        .filter(finding -> finding.severity() == strictest)
        .map(Finding::toString)
        .collect(Collectors.joining("; "));
  }
}
