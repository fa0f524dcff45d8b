package io.meshinfra.policy.condition;

import io.meshinfra.model.NodeName;
import io.meshinfra.policy.Circumstances;
import io.meshinfra.policy.Circumstances.About;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** At most so many of these nodes are changed at the same time. */
public record NeverTogether(Selector nodes, int max) implements Condition {
  @Override
  public Concern concern() {
    return Concern.OTHERS;
  }

  @Override
  public List<Hit> judge(Matter matter) {
    Circumstances circumstances = matter.circumstances();
    NodeName self = matter.plan().node();
    Optional<About> about = circumstances.about(self);
    if (about.isEmpty() || circumstances.traffic().isEmpty()) {
      return List.of(Hit.untold("what goes on on other nodes is not known here"));
    }
    if (!nodes.selects(about.get())) {
      return List.of();
    }
    Map<NodeName, About> fleet = circumstances.fleet().orElse(new java.util.TreeMap<>());
    List<NodeName> busy =
        circumstances.traffic().get().atWork().stream()
            .filter(node -> !node.equals(self))
            // A node that left the fleet while a run was under way may be of any sort.
            .filter(node -> !fleet.containsKey(node) || nodes.selects(fleet.get(node)))
            .toList();
    return busy.size() < max
        ? List.of()
        : List.of(
            Hit.passing(
                "waits for its turn: %s %s being changed, and at most %d at a time"
                    .formatted(
                        busy.stream().map(NodeName::value).collect(Collectors.joining(", ")),
                        busy.size() == 1 ? "is" : "are",
                        max)));
  }
}
