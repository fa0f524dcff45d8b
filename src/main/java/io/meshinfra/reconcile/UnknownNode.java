package io.meshinfra.reconcile;

import io.meshinfra.model.NodeName;
import java.util.List;

/** What the doors say when a node is asked for that is not in the fleet. */
public final class UnknownNode extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final int MOST_NAMED = 10;

  /**
   * @param fleet in which it was looked for
   * @param known nodes of it; some of them are told
   */
  UnknownNode(NodeName name, String fleet, List<NodeName> known) {
    super("no node %s in %s; it has: %s".formatted(name, fleet, shown(known)));
  }

  private static String shown(List<NodeName> known) {
    return known.isEmpty()
        ? "none yet"
        : String.join(", ", known.stream().limit(MOST_NAMED).map(NodeName::value).toList());
  }
}
