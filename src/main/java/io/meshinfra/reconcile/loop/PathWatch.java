package io.meshinfra.reconcile.loop;

import io.meshinfra.model.NoWayIn.ClosedPath;
import io.meshinfra.model.NodeName;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Tells that a node is reached over another path than its first, and when it is no more. The node
 * is there, so that is no alarm; but the next path to fail may be the last one.
 */
public final class PathWatch {
  private final Function<NodeName, List<ClosedPath>> detours;
  private final RollCall.Telling telling;
  private final Map<NodeName, List<ClosedPath>> known = new ConcurrentHashMap<>();

  /**
   * @param detours the paths that were in the way when the hub connected to a node
   */
  public PathWatch(Function<NodeName, List<ClosedPath>> detours, RollCall.Telling telling) {
    this.detours = detours;
    this.telling = telling;
  }

  /** After the hub got in. */
  void look(NodeName node) {
    List<ClosedPath> now = detours.apply(node);
    List<ClosedPath> before = known.getOrDefault(node, List.of());
    if (now.equals(before)) {
      return;
    }
    known.put(node, now);
    now.stream()
        .filter(path -> !before.contains(path))
        .forEach(path -> telling.tell("path-down", node, path.words()));
    if (now.isEmpty()) {
      telling.tell("path-up", node, "reached over the first path again");
    }
  }

  void forget(NodeName node) {
    known.remove(node);
  }
}
