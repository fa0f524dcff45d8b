package io.meshinfra.review;

import io.meshinfra.desired.Fleet;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Origin;
import io.meshinfra.model.Revision;
import io.meshinfra.plan.Plan;
import io.meshinfra.policy.Approval;
import io.meshinfra.policy.Finding;
import io.meshinfra.policy.Severity;
import io.meshinfra.policy.Verdict;
import io.meshinfra.policy.risk.Risks;
import io.meshinfra.reconcile.Foresight;
import io.meshinfra.reconcile.revision.Fleets;
import io.meshinfra.report.review.Gate;
import io.meshinfra.report.review.PolicyFinding;
import io.meshinfra.source.ChangedPaths;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Judges by the policy in force, which is that of the branch a pull request goes into. */
final class PolicyJudge implements Judge {
  private final Foresight foresight;
  private final Fleets fleets;

  PolicyJudge(Foresight foresight, Fleets fleets) {
    this.foresight = foresight;
    this.fleets = fleets;
  }

  @Override
  public Judgement judge(Fleet head, Revision target, String author, List<Candidate> plans) {
    SortedMap<NodeName, Integer> rolledOut = new TreeMap<>();
    plans.forEach(one -> {
      int changes = intentional(one.plan());
      if (changes > 0) {
        rolledOut.put(one.node().name(), changes);
      }
    });
    Map<NodeName, Gate> gates = new TreeMap<>();
    for (Candidate one : plans) {
      Verdict verdict = foresight.judge(one.plan(), head, rolledOut, Set.of(author));
      gates.put(one.node().name(), gate(one.plan(), verdict));
    }
    return new Judgement(gates, files(head.revision(), target));
  }

  private static int intentional(Plan plan) {
    return (int)
        plan.steps().stream()
            .flatMap(step -> step.changes().stream())
            .filter(change -> change.origin() == Origin.INTENTIONAL)
            .count();
  }

  private Gate gate(Plan plan, Verdict verdict) {
    List<String> by =
        foresight.approvals(plan).stream().map(Approval::by).distinct().sorted().toList();
    return new Gate(
        plan.hash(),
        java.util.Optional.of(Risks.of(plan).risk().word()),
        ruling(verdict),
        verdict.findings().stream().map(PolicyJudge::told).toList(),
        by);
  }

  private static Gate.Ruling ruling(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Approved approved -> Gate.Ruling.MAY_BE_APPLIED;
      case Verdict.AwaitingApproval asks -> Gate.Ruling.AWAITS_APPROVAL;
      case Verdict.Refused refused ->
          refused.isPassing() ? Gate.Ruling.NOT_NOW : Gate.Ruling.REFUSED;
    };
  }

  /** What a commit does to protected files is judged whether or not any node changes by it. */
  private List<PolicyFinding> files(Revision head, Revision target) {
    try {
      ChangedPaths changed = fleets.changed(target, head);
      List<PolicyFinding> all = new ArrayList<>();
      foresight.check(changed.paths()).forEach(finding -> all.add(told(finding)));
      if (!changed.isWhole()) {
        all.add(untold("it changes more files or has more commits than can be looked at"));
      }
      return all;
    } catch (IOException e) {
      return List.of(untold("which files it changes cannot be told: " + e.getMessage()));
    }
  }

  /** Fails closed. */
  private static PolicyFinding untold(String reason) {
    return new PolicyFinding("protected-files", PolicyFinding.Severity.REFUSE, reason);
  }

  private static PolicyFinding told(Finding finding) {
    boolean passing = finding.severity() == Severity.REFUSE && finding.ends() != Finding.Ends.NEVER;
    PolicyFinding.Severity severity =
        switch (finding.severity()) {
          case REFUSE -> passing ? PolicyFinding.Severity.NOT_NOW : PolicyFinding.Severity.REFUSE;
          case ASK -> PolicyFinding.Severity.ASK;
          case WARN -> PolicyFinding.Severity.WARN;
        };
    String text = finding.toString();
    return new PolicyFinding(
        finding.rule(), severity, text.substring(Math.min(text.length(), prefix(finding))));
  }

  /** The rule is told by itself. */
  private static int prefix(Finding finding) {
    return finding.rule().length() + ": ".length();
  }
}
