package io.meshinfra.reconcile;

import io.meshinfra.desired.Fleet;
import io.meshinfra.journal.Journal;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.plan.Plan;
import io.meshinfra.policy.Approval;
import io.meshinfra.policy.Circumstances;
import io.meshinfra.policy.Circumstances.About;
import io.meshinfra.policy.Circumstances.Traffic;
import io.meshinfra.policy.Finding;
import io.meshinfra.policy.PathPolicy;
import io.meshinfra.policy.PolicyGate;
import io.meshinfra.policy.Verdict;
import io.meshinfra.policy.guard.Guarding;
import io.meshinfra.reconcile.revision.PolicyInForce;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What the policy in force says of plans of a revision that is not in force. So a pull request is
 * judged by the branch it goes into, and never by what it brings along: not its rules, and not its
 * labels of nodes that are there already.
 */
public final class Foresight {
  private final PolicyInForce policy;
  private final Journal journal;
  private final Function<Revision, Set<String>> authors;
  private final Guarding guarding;
  private final Clock clock;

  Foresight(
      PolicyInForce policy,
      Journal journal,
      Function<Revision, Set<String>> authors,
      Guarding guarding,
      Clock clock) {
    this.policy = policy;
    this.journal = journal;
    this.authors = authors;
    this.guarding = guarding;
    this.clock = clock;
  }

  /**
   * What the gate would say if the revision came into force now.
   *
   * @param fleet as the revision has it
   * @param rolledOut all nodes that it would be rolled out to, and how many changes on each
   * @param alsoBy who else counts as an author, besides those of the commit
   */
  public Verdict judge(
      Plan plan, Fleet fleet, SortedMap<NodeName, Integer> rolledOut, Set<String> alsoBy) {
    SortedMap<NodeName, Integer> others = new TreeMap<>(rolledOut);
    others.remove(plan.node());
    Set<String> writers = new HashSet<>(authors.apply(plan.revision()));
    writers.addAll(alsoBy);
    return new PolicyGate(policy.state().rules())
        .judge(
            plan,
            Circumstances.at(clock.instant())
                .in(about(fleet))
                .with(new Traffic(Set.of(), others))
                .approvedBy(approvals(plan))
                .afterAbsence(journal.attendance().absence(plan.node(), clock.instant()))
                .writtenBy(writers));
  }

  /** With the steps under the guard that would be, when the hub comes in by that login. */
  public Plan guarded(Plan plan, String login) {
    return guarding.mark(plan, login);
  }

  /** In force, of exactly this plan of this node. */
  public List<Approval> approvals(Plan plan) {
    return journal.approvals().inForce(plan.node(), plan.hash(), clock.instant());
  }

  /** What is to be said of files of the repository that a revision changes. */
  public List<Finding> check(Collection<String> changed) {
    return new PathPolicy(policy.written()).check(changed);
  }

  private Map<NodeName, About> about(Fleet fleet) {
    Map<NodeName, About> all = new TreeMap<>();
    add(fleet, all);
    policy.state().fleet().ifPresent(known -> add(known, all));
    return all;
  }

  private static void add(Fleet fleet, Map<NodeName, About> all) {
    fleet.nodes().forEach((name, node) -> all.put(name, About.of(node, fleet.minWaysIn())));
  }
}
