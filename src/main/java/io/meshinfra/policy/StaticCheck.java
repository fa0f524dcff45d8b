package io.meshinfra.policy;

import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.model.NodeName;
import io.meshinfra.plan.Plan;
import io.meshinfra.policy.condition.Condition.Concern;
import io.meshinfra.policy.risk.Assessment;
import io.meshinfra.policy.risk.Risks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Judges catalogs without any node: everything as if it had to be done, on one node after the
 * other. It finds what would be refused whatever the nodes are like, and cannot find what depends
 * on them.
 */
public final class StaticCheck {
  private final List<PolicyRule> rules;
  private final Instant time;

  private StaticCheck(List<PolicyRule> rules, Instant time) {
    this.rules = rules;
    this.time = time;
  }

  /**
   * @param at the time to judge windows and freezes by; without one they are left out
   * @param now stands for the time where nothing asks for it
   */
  public static StaticCheck of(List<PolicyRule> rules, Optional<Instant> at, Instant now) {
    List<PolicyRule> judged =
        rules.stream()
            .filter(rule -> at.isPresent() || rule.condition().concern() != Concern.TIME)
            .filter(rule -> rule.condition().concern() != Concern.PAST)
            .toList();
    return new StaticCheck(judged, at.orElse(now));
  }

  /** One node with what policy would say of it. */
  public record Judged(NodeName node, Assessment risk, List<Finding> findings) {
    public Judged {
      findings = List.copyOf(findings);
    }
  }

  /** In the order of the names; a catalog without anything to do has no findings. */
  public List<Judged> check(Fleet fleet, Collection<NodeName> nodes) {
    PolicyGate gate = new PolicyGate(rules);
    List<Judged> judged = new ArrayList<>();
    for (FleetNode node : fleet.nodes().values()) {
      if (nodes.contains(node.name())) {
        Plan plan = StaticPlan.of(node.catalog(), time);
        Verdict verdict = gate.judge(plan, Circumstances.of(fleet, time));
        judged.add(new Judged(node.name(), Risks.of(plan), verdict.findings()));
      }
    }
    return judged;
  }
}
