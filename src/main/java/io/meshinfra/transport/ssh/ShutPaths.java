package io.meshinfra.transport.ssh;

import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NoWayIn.ClosedPath;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The paths that led nowhere when they were last tried for their own sake. Whoever connects tries
 * them last, so that a dead first path does not cost its timeout each time; only another trial, or
 * a connection over it, takes a path out.
 */
final class ShutPaths {
  private record Way(NodeName node, AccessPath path) {}

  private final Map<Way, ClosedPath> shut = new ConcurrentHashMap<>();

  void note(NodeName node, AccessPath path, ClosedPath why) {
    shut.put(new Way(node, path), why);
  }

  void clear(NodeName node, AccessPath path) {
    shut.remove(new Way(node, path));
  }

  void forget(NodeName node) {
    shut.keySet().removeIf(way -> way.node().equals(node));
  }

  /** As they are declared, those that are shut after all others. */
  List<AccessPath> inOrder(Target target) {
    List<AccessPath> order = new ArrayList<>();
    target.access().stream().filter(path -> of(target, path).isEmpty()).forEach(order::add);
    target.access().stream().filter(path -> of(target, path).isPresent()).forEach(order::add);
    return order;
  }

  Optional<ClosedPath> of(Target target, AccessPath path) {
    return Optional.ofNullable(shut.get(new Way(target.node(), path)));
  }
}
