package io.meshinfra.plan;

import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import java.time.Instant;
import java.util.List;

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

  public boolean isEmpty() {
    return steps.isEmpty();
  }
}
