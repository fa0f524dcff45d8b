package io.meshinfra.desired.fold;

import io.meshinfra.desired.Finding;
import io.meshinfra.model.NodeName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Mistakes that show on nodes; the same one on many nodes is told once, with their number. */
final class NodeFindings {
  private final Map<Finding, Seen> seen = new LinkedHashMap<>();

  private record Seen(NodeName first, int others) {}

  void add(NodeName node, List<Finding> findings) {
    for (Finding finding : List.copyOf(new java.util.LinkedHashSet<>(findings))) {
      seen.merge(finding, new Seen(node, 0), (old, now) -> new Seen(old.first(), old.others() + 1));
    }
  }

  List<Finding> findings() {
    List<Finding> told = new ArrayList<>();
    seen.forEach((finding, on) -> {
      String more = on.others() == 0 ? "" : " and " + on.others() + " more";
      told.add(
          new Finding(
              finding.file(),
              finding.line(),
              finding.column(),
              finding.message() + " (on node " + on.first() + more + ")"));
    });
    return told;
  }
}
