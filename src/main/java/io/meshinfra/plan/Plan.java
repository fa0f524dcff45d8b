package io.meshinfra.plan;

import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What will be done on one node, completely decided.
 *
 * @param probedAt when the node was in the state from which this was planned
 * @param hash digest over what is to be done, without times: the same drift gives the same hash
 */
public record Plan(
    NodeName node,
    Revision revision,
    Instant probedAt,
    List<Step> steps,
    List<Waiting> waiting,
    String hash) {
  public Plan {
    steps = List.copyOf(steps);
    waiting = List.copyOf(waiting);
  }

  /** The same plan, as other steps that do the same. */
  public Plan with(List<Step> same) {
    return new Plan(node, revision, probedAt, same, waiting, hash);
  }

  public boolean isEmpty() {
    return steps.isEmpty();
  }

  /** Whether a change waits in this plan. */
  public boolean leavesAlone(ResourceChange change) {
    return waiting.stream().anyMatch(waits -> waits.change().isOfTheSame(change));
  }

  /** Whether something waits only because it was tried before and did not help. */
  public boolean wasTriedInVain() {
    return waiting.stream().anyMatch(Waiting::tried);
  }

  /** What waits and why, in one line; empty when nothing does. */
  public String whyWaiting() {
    return waiting.stream()
        .map(waits -> waits.change().id() + ": " + waits.reason())
        .collect(Collectors.joining("; "));
  }
}
