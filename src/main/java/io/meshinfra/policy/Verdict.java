package io.meshinfra.policy;

import java.util.List;

/** What the gate says about a plan. */
public sealed interface Verdict {
  /** It may be carried out. */
  record Approved(ApprovedPlan plan) implements Verdict {}

  /** Somebody has to agree first. */
  record AwaitingApproval(List<String> reasons) implements Verdict {
    public AwaitingApproval {
      reasons = List.copyOf(reasons);
    }
  }

  /** It must not be carried out. */
  record Refused(List<String> reasons) implements Verdict {
    public Refused {
      reasons = List.copyOf(reasons);
    }
  }
}
