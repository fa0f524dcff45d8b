package io.meshinfra.policy;

import io.meshinfra.plan.Plan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Judges plans by its rules; fails closed. */
public final class PolicyGate {
  private final List<Rule> rules;

  public PolicyGate(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  public Verdict judge(Plan plan, Instant now) {
    List<String> refusals = new ArrayList<>();
    List<String> questions = new ArrayList<>();
    for (Rule rule : rules) {
      for (Rule.Finding finding : findings(rule, plan, now)) {
        String text = finding.rule() + ": " + finding.reason();
        switch (finding.severity()) {
          case REFUSE -> refusals.add(text);
          case ASK -> questions.add(text);
          case WARN -> {}
        }
      }
    }
    if (!refusals.isEmpty()) {
      return new Verdict.Refused(refusals);
    }
    return questions.isEmpty()
        ? new Verdict.Approved(new ApprovedPlan(plan))
        : new Verdict.AwaitingApproval(questions);
  }

  private static List<Rule.Finding> findings(Rule rule, Plan plan, Instant now) {
    try {
      return rule.judge(plan, now);
    } catch (RuntimeException e) {
      return List.of(
          new Rule.Finding(rule.id(), Rule.Severity.REFUSE, "the rule itself failed: " + e));
    }
  }
}
