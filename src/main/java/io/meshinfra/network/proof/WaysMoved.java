package io.meshinfra.network.proof;

import io.meshinfra.desired.Member;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.MeshNode;
import io.meshinfra.network.matrix.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How a change of the intent changes the ways into nodes that are always on. */
public final class WaysMoved {
  private static final int MOST_TOLD = 10;

  private WaysMoved() {}

  /** One of the two networks. */
  public record Side(Intent intent, Map<NodeName, Member> members, Matrix matrix) {
    public Side {
      members = Map.copyOf(members);
    }

    /** Empty for a node that is not here, or about whose ways nothing is known. */
    private Optional<Ways> into(NodeName name) {
      return intent
          .node(name)
          .filter(MeshNode::managed)
          .flatMap(node -> Optional.ofNullable(members.get(name)))
          .map(member -> Ways.into(member, intent, matrix));
    }
  }

  /** A line for each node whose ways in are others, of the first few. */
  public static List<String> between(Side before, Side after) {
    Map<NodeName, String> told = new TreeMap<>();
    for (MeshNode node : after.intent().nodes().values()) {
      Optional<Ways> was = before.into(node.name());
      Optional<Ways> now = after.into(node.name());
      if (node.alwaysOn() && was.isPresent() && now.isPresent() && !was.equals(now)) {
        told.put(
            node.name(),
            "ways into %s were %s; they are %s"
                .formatted(node.name(), was.get().told(), now.get().told()));
      }
    }
    List<String> lines = new ArrayList<>(told.values().stream().limit(MOST_TOLD).toList());
    if (told.size() > MOST_TOLD) {
      lines.add("ways into %d more nodes are others".formatted(told.size() - MOST_TOLD));
    }
    return lines;
  }
}
