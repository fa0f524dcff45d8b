package io.meshinfra.review;

import io.meshinfra.drift.Drift;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.Content;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.ResourceId;
import io.meshinfra.plan.Plan;
import io.meshinfra.policy.Verdict;
import io.meshinfra.reconcile.Revert;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.report.review.Discretion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What somebody changed by hand on a node and mesh leaves alone, because it may only report it or
 * has to ask.
 *
 * @param waits why it is left alone, for people
 */
record DriftCase(Drift drift, Revert revert, String waits) {
  /** Of a pass; empty when nothing moved, or when mesh deals with it by itself. */
  static Optional<DriftCase> of(Pass pass) {
    return pass.remaining()
        .filter(drift -> pass.results().isEmpty())
        .flatMap(drift ->
            Revert.of(drift)
                .flatMap(
                    revert -> why(pass, revert).map(waits -> new DriftCase(drift, revert, waits))));
  }

  /** What the gate says, or why the plan lets it wait; empty when neither. */
  private static Optional<String> why(Pass pass, Revert revert) {
    Optional<String> ruled =
        pass.verdict()
            .flatMap(verdict ->
                switch (verdict) {
                  case Verdict.Approved approved -> Optional.empty();
                  case Verdict.AwaitingApproval asks ->
                      Optional.of("Policy asks first: " + asks.reasons());
                  case Verdict.Refused refused when refused.isPassing() -> Optional.empty();
                  case Verdict.Refused refused ->
                      Optional.of("Policy refuses it: " + refused.reasons());
                });
    return ruled.or(() -> pass.plan().flatMap(plan -> waits(plan, revert)));
  }

  private static Optional<String> waits(Plan plan, Revert revert) {
    return plan.waiting().stream()
        .filter(waiting -> revert.resources().contains(waiting.change().id()))
        .filter(waiting -> !waiting.tried())
        .map(waiting -> waiting.reason())
        .findFirst()
        .map(reason -> Character.toUpperCase(reason.charAt(0)) + reason.substring(1));
  }

  NodeName node() {
    return drift.node();
  }

  /** What moved, in the order of the catalog. */
  List<ResourceChange> changes() {
    return drift.changes().stream()
        .filter(change -> revert.resources().contains(change.id()))
        .toList();
  }

  /** What may be written into git: not what few may read on the node. */
  Set<ResourceId> adoptable() {
    return changes().stream()
        .filter(change -> !Discretion.keepsBack(change))
        .map(ResourceChange::id)
        .collect(Collectors.toSet());
  }

  /** The same drift has the same one, whenever it is seen. */
  String digest() {
    StringBuilder all = new StringBuilder();
    changes().forEach(change -> all.append(change.id()).append(change.change()).append('\n'));
    all.append(waits);
    return Content.digest(all.toString().getBytes(StandardCharsets.UTF_8));
  }
}
