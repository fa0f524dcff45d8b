package io.meshinfra.reconcile.status;

import io.meshinfra.desired.FleetNode;
import io.meshinfra.journal.Suspension;
import io.meshinfra.model.NodeName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** What the hub knows of every node now. */
public final class StatusBoard {
  private final Map<NodeName, NodeStatus> statuses = new ConcurrentSkipListMap<>();

  /** Nodes come and go with revisions; what is known of those that stay is kept. */
  public void follow(Collection<FleetNode> nodes) {
    statuses.keySet().retainAll(nodes.stream().map(FleetNode::name).collect(Collectors.toSet()));
    for (FleetNode node : nodes) {
      String presence = node.presence().toString();
      statuses.compute(
          node.name(),
          (name, known) ->
              known == null
                  ? NodeStatus.unknown(name, node.labels(), presence, node.mode())
                  : known.describedAs(node.labels(), presence, node.mode()));
    }
  }

  public void update(NodeName node, UnaryOperator<NodeStatus> change) {
    statuses.computeIfPresent(node, (name, status) -> change.apply(status));
  }

  /** A pass ended by a fault of the hub. */
  public void failed(NodeName node, RuntimeException why) {
    update(node, s -> s.with(s.sync(), Health.DEGRADED, "the hub itself failed: " + why));
  }

  public void suspended(NodeName node, Optional<Suspension> suspension) {
    suspension.ifPresent(s ->
        update(
            node,
            status ->
                status.with(
                    status.sync(),
                    Health.SUSPENDED,
                    "suspended by %s: %s%s"
                        .formatted(
                            s.by(),
                            s.reason(),
                            s.until().map(until -> ", until " + until).orElse("")))));
  }

  public Optional<NodeStatus> of(NodeName node) {
    return Optional.ofNullable(statuses.get(node));
  }

  public List<NodeStatus> all() {
    return List.copyOf(statuses.values());
  }
}
