package io.meshinfra.policy;

import io.meshinfra.plan.Plan;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Judges plans by its rules; fails closed. */
public final class PolicyGate {
  private final List<Rule> rules;

  public PolicyGate(List<? extends Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /** The same gate with further rules. */
  public PolicyGate and(List<? extends Rule> more) {
    return new PolicyGate(Stream.concat(rules.stream(), more.stream()).toList());
  }

  public Verdict judge(Plan plan, Circumstances circumstances) {
    List<Finding> findings =
        rules.stream()
            .flatMap(rule -> findings(rule, plan, circumstances).stream())
            .distinct()
            .sorted(Comparator.comparing(Finding::severity).reversed())
            .toList();
    if (findings.stream().anyMatch(finding -> finding.severity() == Severity.REFUSE)) {
      return new Verdict.Refused(findings);
    }
    List<Approval> approvals =
        circumstances.approvals().stream()
            .filter(approval -> approval.isInForce(circumstances.now()))
            .toList();
    List<String> missing =
        findings.stream()
            .flatMap(finding -> finding.consent().stream())
            .filter(consent -> !consent.isGivenBy(approvals, circumstances.authors()))
            .map(consent -> consent.missingText(approvals, circumstances.authors()))
            .distinct()
            .toList();
    return missing.isEmpty()
        ? approved(plan, circumstances, findings)
        : new Verdict.AwaitingApproval(plan.hash(), findings, missing);
  }

  private Verdict approved(Plan plan, Circumstances circumstances, List<Finding> findings) {
    try {
      Optional<Instant> closes =
          rules.stream()
              .flatMap(rule -> rule.closes(plan, circumstances).stream())
              .min(Comparator.naturalOrder());
      return new Verdict.Approved(new ApprovedPlan(plan, closes), findings);
    } catch (RuntimeException | Error e) {
      return new Verdict.Refused(List.of(broken("gate", e)));
    }
  }

  /** Whether a plan must be judged and begun before the next one is judged. */
  public boolean watchesOthers() {
    return rules.stream().anyMatch(Rule::watchesOthers);
  }

  private static List<Finding> findings(Rule rule, Plan plan, Circumstances circumstances) {
    try {
      return rule.judge(plan, circumstances);
    } catch (RuntimeException | Error e) {
      return List.of(broken(rule.id(), e));
    }
  }

  private static Finding broken(String rule, Throwable e) {
    return Finding.refusal(rule, "the rule itself failed: " + e, false);
  }
}
