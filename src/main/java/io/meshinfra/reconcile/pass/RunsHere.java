package io.meshinfra.reconcile.pass;

import io.meshinfra.desired.Fleet;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.RunId;
import io.meshinfra.plan.Plan;
import io.meshinfra.policy.Approval;
import io.meshinfra.policy.Circumstances;
import io.meshinfra.policy.Circumstances.Traffic;
import io.meshinfra.policy.PolicyRule;
import io.meshinfra.policy.Rule;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a program without a hub knows around a node: the runs that it makes itself, and what the
 * person in front of it has agreed to. It remembers nothing beyond its end.
 */
public final class RunsHere extends Memory.Forgetful implements Surroundings {
  private final Fleet fleet;
  private final List<PolicyRule> rules;
  private final String person;
  private final Map<RunId, NodeName> atWork = new HashMap<>();
  private final SortedMap<NodeName, Integer> begun = new TreeMap<>();
  private final Map<NodeName, Agreed> agreed = new HashMap<>();

  /** A plan that was shown, and that a person has said yes to. */
  private record Agreed(String hash, Approval approval) {}

  public RunsHere(Fleet fleet, List<PolicyRule> rules, String person) {
    this.fleet = fleet;
    this.rules = List.copyOf(rules);
    this.person = person;
  }

  /** The person has seen the plan and agreed. */
  public synchronized void agreed(Plan plan, Instant now) {
    Approval approval =
        new Approval(person, "terminal", "agreed to the plan", now, now.plusSeconds(86_400));
    agreed.put(plan.node(), new Agreed(plan.hash(), approval));
  }

  @Override
  public List<? extends Rule> rules() {
    return rules;
  }

  @Override
  public synchronized Circumstances of(Plan plan, Instant now, boolean others) {
    List<Approval> approvals =
        Optional.ofNullable(agreed.get(plan.node())).stream()
            .filter(yes -> yes.hash().equals(plan.hash()))
            .map(Agreed::approval)
            .toList();
    return Circumstances.at(now)
        .in(fleet)
        .with(new Traffic(Set.copyOf(atWork.values()), begun))
        .approvedBy(approvals);
  }

  @Override
  public synchronized void planned(RunId run, Plan plan) {
    atWork.put(run, plan.node());
    begun.put(plan.node(), plan.steps().stream().mapToInt(step -> step.changes().size()).sum());
  }

  @Override
  public synchronized void end(RunId run, String outcome, String detail, Instant at) {
    atWork.remove(run);
  }
}
