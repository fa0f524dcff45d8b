package io.meshinfra.review;

import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.report.review.NodeOutcome;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How the last passes over each node ended. The hub hears of a push before it hears that the pull
 * request is merged, and may have carried it out by then. Used by one thread.
 */
final class LastOutcomes {
  /** Revisions of one node: more are not pushed between two looks at the forge. */
  private static final int MOST = 8;

  private final Map<NodeName, LinkedHashMap<Revision, NodeOutcome>> nodes = new HashMap<>();

  /** A pass by that revision ended. */
  void ended(Revision revision, NodeOutcome outcome) {
    LinkedHashMap<Revision, NodeOutcome> of =
        nodes.computeIfAbsent(outcome.node(), node -> new LinkedHashMap<>());
    NodeOutcome before = of.remove(revision);
    of.put(revision, before == null ? outcome : before.then(outcome));
    if (of.size() > MOST) {
      of.pollFirstEntry();
    }
  }

  /** What became of it by the revisions that count; empty when there was no such pass. */
  Optional<NodeOutcome> of(NodeName node, Predicate<Revision> counts) {
    return nodes.getOrDefault(node, new LinkedHashMap<>()).entrySet().stream()
        .filter(entry -> counts.test(entry.getKey()))
        .map(Map.Entry::getValue)
        .reduce(NodeOutcome::then);
  }
}
