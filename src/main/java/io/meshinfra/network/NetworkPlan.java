package io.meshinfra.network;

import io.meshinfra.desired.Finding;
import java.util.List;

/** What became of the network intent of a revision. */
public sealed interface NetworkPlan {
  /** There is none. */
  record Absent(String file) implements NetworkPlan {}

  /** It has mistakes, or what it says must not be; nothing of the revision is applied. */
  record Refused(List<Finding> findings) implements NetworkPlan {
    public Refused {
      findings = List.copyOf(findings);
    }
  }

  /** It is sound, its invariants hold, and what was compiled from it is proved. */
  record Planned(PlannedNetwork network) implements NetworkPlan {}
}
