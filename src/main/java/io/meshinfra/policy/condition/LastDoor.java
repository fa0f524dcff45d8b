package io.meshinfra.policy.condition;

import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Target;
import io.meshinfra.model.Target.Become;
import io.meshinfra.policy.Circumstances.About;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Enough ways into the node stay open, as far as its plan tells. What a plan does not tell, the
 * guard finds out.
 *
 * @param least how many; as the fleet says when it is empty
 */
public record LastDoor(Optional<Integer> least) implements Condition {
  @Override
  public Concern concern() {
    return Concern.CONTENT;
  }

  @Override
  public List<Hit> judge(Matter matter) {
    NodeName node = matter.plan().node();
    Optional<About> about = matter.circumstances().about(node);
    Target target = about.flatMap(About::target).orElseGet(() -> unknown(node));
    List<Closing> closings = new ArrayList<>();
    for (ResourceChange change : matter.changes()) {
      Closing.by(change, target).ifPresent(closings::add);
    }
    List<AccessPath> open =
        target.access().stream()
            .filter(way -> closings.stream().noneMatch(closing -> closing.closes(way)))
            .toList();
    int wanted = least.orElseGet(() -> about.map(About::minWaysIn).orElse(1));
    return closings.isEmpty() || open.size() >= wanted
        ? List.of()
        : closings.stream()
            .map(closing -> Hit.of(closing.change(), told(closing, open, wanted)))
            .toList();
  }

  /** Every node is entered by ssh, by a user whom nobody knows here. */
  private static Target unknown(NodeName node) {
    return new Target(node, List.of(AccessPath.ssh("ssh", "", 22)), List.of(), "", Become.NONE);
  }

  private static String told(Closing closing, List<AccessPath> open, int wanted) {
    String left =
        open.isEmpty()
            ? "no way in would be left"
            : "only %s would be left"
                .formatted(open.stream().map(AccessPath::name).collect(Collectors.joining(", ")));
    return "%s; %s, and %d %s to stay open"
        .formatted(closing.what(), left, wanted, wanted == 1 ? "has" : "have");
  }
}
