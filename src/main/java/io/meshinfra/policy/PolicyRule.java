package io.meshinfra.policy;

import io.meshinfra.drift.ResourceChange;
import io.meshinfra.plan.Plan;
import io.meshinfra.policy.Finding.Place;
import io.meshinfra.policy.condition.Condition;
import io.meshinfra.policy.condition.Condition.Concern;
import io.meshinfra.policy.condition.Hit;
import io.meshinfra.policy.condition.Matter;
import io.meshinfra.policy.condition.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A rule of a policy: something to look for, in what, and what to do when it is found.
 *
 * @param reason why the rule is there
 * @param position {@code file:line:column} of the rule, or {@code built in}
 */
public record PolicyRule(
    String id, String reason, Severity severity, Scope scope, Condition condition, String position)
    implements Rule {

  @Override
  public List<Finding> judge(Plan plan, Circumstances circumstances) {
    Optional<Boolean> concerned = scope.has(plan, circumstances);
    if (concerned.isEmpty()) {
      return List.of(
          finding(
              Hit.untold(
                  "the labels of %s are not known here, so nobody can tell whether the rule is about it"
                      .formatted(plan.node()))));
    }
    List<ResourceChange> changes = scope.changes(plan);
    if (!concerned.get() || changes.isEmpty()) {
      return List.of();
    }
    return condition.judge(new Matter(plan, changes, circumstances)).stream()
        .map(this::finding)
        .toList();
  }

  private Finding finding(Hit hit) {
    Severity weight = hit.untold() ? Severity.REFUSE : severity;
    return new Finding(
        id,
        weight,
        hit.what(),
        reason,
        hit.change().map(PolicyRule::place),
        weight == Severity.ASK
            ? Optional.of(hit.consent().orElse(Consent.ANYBODY))
            : Optional.empty(),
        hit.passing());
  }

  private static Place place(ResourceChange change) {
    return new Place(Optional.of(change.id()), change.resource().terms().position());
  }

  /** A warning keeps nothing from going on. */
  @Override
  public Optional<Instant> closes(Plan plan, Circumstances circumstances) {
    boolean concerned =
        severity != Severity.WARN
            && scope.has(plan, circumstances).orElse(true)
            && !scope.changes(plan).isEmpty();
    return concerned ? condition.closes(circumstances.now()) : Optional.empty();
  }

  @Override
  public boolean watchesOthers() {
    return condition.concern() == Concern.OTHERS;
  }
}
