package io.meshinfra.reconcile;

import io.meshinfra.desired.Fleet;
import io.meshinfra.journal.Journal;
import io.meshinfra.journal.RunSummary;
import io.meshinfra.journal.Suspension;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.plan.Plan;
import io.meshinfra.policy.Circumstances;
import io.meshinfra.policy.Circumstances.Traffic;
import io.meshinfra.policy.Finding;
import io.meshinfra.policy.Rule;
import io.meshinfra.reconcile.pass.Surroundings;
import io.meshinfra.reconcile.revision.PolicyInForce;
import io.meshinfra.reconcile.rollout.Turning;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the hub knows: the policy in force, and what the journal remembers of all nodes. */
final class HubSurroundings implements Surroundings {
  private final PolicyInForce policy;
  private final Journal journal;
  private final Function<Revision, Set<String>> authors;
  private final Turning turning;

  /**
   * @param authors of a revision, by all names that they may be called
   */
  HubSurroundings(
      PolicyInForce policy,
      Journal journal,
      Function<Revision, Set<String>> authors,
      Turning turning) {
    this.policy = policy;
    this.journal = journal;
    this.authors = authors;
    this.turning = turning;
  }

  HubSurroundings(PolicyInForce policy, Journal journal, Function<Revision, Set<String>> authors) {
    this(policy, journal, authors, Turning.NOBODY_WAITS);
  }

  @Override
  public List<? extends Rule> rules() {
    return policy.state().rules();
  }

  @Override
  public List<? extends Rule> rulesToBegin() {
    PolicyInForce.State state = policy.state();
    List<Rule> all = new ArrayList<>(state.rules());
    all.add(new InForce(state.fleet(), turning));
    all.addAll(turning.rules());
    return all;
  }

  @Override
  public Circumstances of(Plan plan, Instant now, boolean others) {
    Circumstances known =
        Circumstances.at(now)
            .approvedBy(journal.approvals().inForce(plan.node(), plan.hash(), now))
            .writtenBy(authors.apply(plan.revision()))
            .afterAbsence(journal.attendance().absence(plan.node(), now));
    Circumstances complete = others ? known.with(traffic(plan, now)) : known;
    return policy.state().fleet().map(complete::in).orElse(complete);
  }

  /**
   * A run counts from its plan on until its end is known, also when the node is out of sight. A
   * node that a person has suspended holds nobody up.
   */
  private Traffic traffic(Plan plan, Instant now) {
    Set<NodeName> suspended =
        journal.suspensions().active(now).stream()
            .map(Suspension::node)
            .collect(Collectors.toSet());
    Set<NodeName> atWork =
        journal.runs().unfinished().stream()
            .map(RunSummary::node)
            .filter(node -> !node.equals(plan.node()) && !suspended.contains(node))
            .collect(Collectors.toCollection(TreeSet::new));
    return new Traffic(atWork, journal.runs().rolledOut(plan.revision()));
  }

  /** A plan of a revision that is not in force any more is judged by rules that are not its own. */
  private record InForce(Optional<Fleet> fleet, Turning turning) implements Rule {
    @Override
    public String id() {
      return "revision-in-force";
    }

    @Override
    public List<Finding> judge(Plan plan, Circumstances circumstances) {
      boolean current = fleet.map(f -> f.revision().equals(plan.revision())).orElse(false);
      return current || turning.takesBack(plan)
          ? List.of()
          : List.of(
              Finding.refusal(
                  id(),
                  "another revision came into force meanwhile; the next pass goes by that",
                  Finding.Ends.WITH_TIME));
    }
  }
}
