package io.meshinfra.report.review;

import io.meshinfra.model.NodeName;
import io.meshinfra.model.ResourceId;
import java.util.List;
import java.util.Optional;

/**
 * What a pull request would do to one node.
 *
 * @param changes carried out or waiting, in the order of the plan
 * @param leaving resources that the pull request takes out of the declaration; on the node they
 *     stay as they are
 * @param gate absent when there is nothing to judge
 */
public record NodePlan(
    NodeName node,
    Sight sight,
    List<Told> changes,
    List<ResourceId> leaving,
    List<Unprobed> unprobed,
    Optional<Gate> gate) {
  public NodePlan {
    changes = List.copyOf(changes);
    leaving = List.copyOf(leaving);
    unprobed = List.copyOf(unprobed);
  }

  /** A node of which nothing else can be said. */
  public static NodePlan unseen(NodeName node, Sight sight) {
    return new NodePlan(node, sight, List.of(), List.of(), List.of(), Optional.empty());
  }

  /** How many changes of that cause would be carried out. */
  public long carriedOut(Cause cause) {
    return changes.stream().filter(c -> c.isCarriedOut() && c.cause() == cause).count();
  }

  /** Whether anything would be done to it, or drifts. */
  public boolean isTouched() {
    return !changes.isEmpty() || !leaving.isEmpty() || !unprobed.isEmpty();
  }

  /** Whether a reader misses something when it is left out. */
  public boolean isWorthTelling() {
    return isTouched() || !isProbed();
  }

  public boolean isProbed() {
    return sight instanceof Sight.Probed;
  }

  public boolean isRuled(Gate.Ruling ruling) {
    return gate.filter(g -> g.ruling() == ruling).isPresent();
  }
}
