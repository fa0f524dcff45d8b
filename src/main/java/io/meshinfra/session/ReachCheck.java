package io.meshinfra.session;

import io.meshinfra.model.NodeName;
import io.meshinfra.model.Printable;
import io.meshinfra.session.ScopeFinding.Rule;
import java.util.ArrayList;
import java.util.List;

/** Compares what is reached with the limits of a contract. */
record ReachCheck(SessionContract.Limits limits, List<ScopeFinding> findings) {
  private static final int MOST_NAMED = 10;

  static List<ScopeFinding> check(SessionContract.Limits limits, Reach.Told reach) {
    ReachCheck check = new ReachCheck(limits, new ArrayList<>());
    reach.nodes().forEach(check::node);
    check.numberOfNodes(reach);
    check.numberOfChanges(reach);
    return check.findings;
  }

  private void node(NodeName name, Reach.OnNode node) {
    if (!limits.nodes().covers(name, node.labels())) {
      findings.add(
          new ScopeFinding(
              Rule.NODES,
              "it changes the node %s, which the contract does not name".formatted(name)));
    }
    node.changes()
        .forEach((what, risk) -> {
          if (!limits.risk().isAtLeast(risk.risk())) {
            findings.add(
                new ScopeFinding(
                    Rule.RISK,
                    "%s on %s is of %s risk (%s), the contract allows %s"
                        .formatted(
                            Printable.line(what),
                            name,
                            risk.risk().word(),
                            Printable.line(risk.why()),
                            limits.risk().word())));
          }
        });
  }

  private void numberOfNodes(Reach.Told reach) {
    int nodes = reach.nodes().size();
    limits
        .nodes()
        .most()
        .filter(most -> nodes > most)
        .ifPresent(most ->
            findings.add(
                new ScopeFinding(
                    Rule.NODES,
                    "it changes %d nodes (%s), the contract allows %d"
                        .formatted(nodes, names(reach), most))));
  }

  private static String names(Reach.Told reach) {
    String shown =
        String.join(
            ", ", reach.nodes().keySet().stream().limit(MOST_NAMED).map(NodeName::value).toList());
    return reach.nodes().size() > MOST_NAMED ? shown + ", ..." : shown;
  }

  private void numberOfChanges(Reach.Told reach) {
    limits
        .maxChanges()
        .filter(most -> reach.changes() > most)
        .ifPresent(most ->
            findings.add(
                new ScopeFinding(
                    Rule.CHANGES,
                    "it changes %d resources, the contract allows %d"
                        .formatted(reach.changes(), most))));
  }
}
