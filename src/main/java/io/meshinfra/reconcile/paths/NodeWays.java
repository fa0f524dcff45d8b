package io.meshinfra.reconcile.paths;

import io.meshinfra.model.AccessPath;
import io.meshinfra.model.LinkPeer;
import io.meshinfra.model.Links;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.PathHealth;
import java.util.List;
import java.util.Optional;

/**
 * The ways into one node, for the doors.
 *
 * @param ways in the order in which they are tried
 * @param links what the node says of its mesh; absent when it was not asked since the hub started
 * @param pairs what follows from that for each other node; empty when it was not asked
 */
public record NodeWays(NodeName node, List<Way> ways, Optional<Links> links, List<LinkPair> pairs) {
  public NodeWays {
    ways = List.copyOf(ways);
    pairs = List.copyOf(pairs);
  }

  /**
   * One of them.
   *
   * @param health absent when it was not tried yet
   * @param inUse whether the node is reached over it now
   * @param carrier by which packets of the hub get there; absent when nobody tells
   */
  public record Way(
      AccessPath path, Optional<PathHealth> health, boolean inUse, Optional<LinkPeer> carrier) {
    /** Whether that it leads nowhere was told. */
    public boolean isRotten() {
      return health.filter(known -> known.told() && !known.isUp()).isPresent();
    }

    /** The hub's own machine is always reached; nobody tries that. */
    public boolean isUp() {
      return path.kind() == AccessPath.Kind.LOCAL || health.filter(PathHealth::isUp).isPresent();
    }
  }

  /** How many of them lead in. */
  public long up() {
    return ways.stream().filter(Way::isUp).count();
  }
}
