package io.meshinfra.policy.condition;

import io.meshinfra.model.NodeName;
import io.meshinfra.model.Origin;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A revision is rolled out to at most so many nodes. Drift is healed on any number of them. */
public record MaxNodes(int most) implements Condition {
  @Override
  public Concern concern() {
    return Concern.OTHERS;
  }

  @Override
  public List<Hit> judge(Matter matter) {
    if (matter.changes().stream().noneMatch(change -> change.origin() == Origin.INTENTIONAL)) {
      return List.of();
    }
    if (matter.circumstances().traffic().isEmpty()) {
      return List.of(Hit.untold("to how many nodes the revision was rolled out is not known here"));
    }
    Set<NodeName> nodes =
        new TreeSet<>(matter.circumstances().traffic().get().rolledOut().keySet());
    nodes.add(matter.plan().node());
    return nodes.size() <= most
        ? List.of()
        : List.of(
            Hit.of(
                "would be node %d that this revision is rolled out to, more than the %d of a roll-out"
                    .formatted(nodes.size(), most)));
  }
}
