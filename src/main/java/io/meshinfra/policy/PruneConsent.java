package io.meshinfra.policy;

import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.Prune;
import io.meshinfra.plan.Plan;
import java.util.List;
import java.util.Optional;

/** Asks before anything is removed that left its catalog, unless that is wanted unattended. */
public record PruneConsent() implements Rule {
  @Override
  public String id() {
    return "prune";
  }

  @Override
  public List<Finding> judge(Plan plan, Circumstances circumstances) {
    return plan.steps().stream()
        .flatMap(step -> step.changes().stream())
        .filter(change -> change.left().isPresent())
        .filter(change -> !change.resource().terms().prune().equals(Optional.of(Prune.UNATTENDED)))
        .map(this::finding)
        .toList();
  }

  private Finding finding(ResourceChange change) {
    return new Finding(
        id(),
        Severity.ASK,
        "it left the catalog at %s and is removed"
            .formatted(change.left().orElseThrow().abbreviated()),
        "prune: unattended asks nobody, as long as at most 20 go and no more than stay",
        Optional.of(
            new Finding.Place(Optional.of(change.id()), change.resource().terms().position())),
        Optional.of(Consent.ANYBODY),
        Finding.Ends.NEVER);
  }
}
