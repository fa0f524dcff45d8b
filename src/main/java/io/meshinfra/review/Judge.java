package io.meshinfra.review;

import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.plan.Plan;
import io.meshinfra.report.review.Gate;
import io.meshinfra.report.review.PolicyFinding;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Judges the plans of a pull request by the policy of the branch it goes into. */
public interface Judge {
  /**
   * Fails closed: what cannot be judged is refused.
   *
   * @param head whose plans these are
   * @param target whose policy judges
   * @param author login of who opened the pull request; he does not agree to his own plan
   * @param plans may be none; then only the commits themselves are judged
   */
  Judgement judge(Fleet head, Revision target, String author, List<Candidate> plans);

  /** A plan with steps, of one node. */
  record Candidate(FleetNode node, Plan plan) {}

  /**
   * What is said of each plan and of the roll-out as a whole.
   *
   * @param gates one for each candidate
   */
  record Judgement(Map<NodeName, Gate> gates, List<PolicyFinding> findings) {
    public Judgement {
      gates = Collections.unmodifiableMap(new TreeMap<>(gates));
      findings = List.copyOf(findings);
    }
  }
}
