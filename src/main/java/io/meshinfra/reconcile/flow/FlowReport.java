package io.meshinfra.reconcile.flow;

import io.meshinfra.model.NodeName;
import io.meshinfra.reconcile.flow.FlowFinding.Verdict;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What came of a test of the mesh.
 *
 * @param tools what each node tried with
 * @param notTried why a node tried nothing
 * @param leftOut flows that are over the bounds of one test
 * @param leftPairs pairs of nodes that are
 */
public record FlowReport(
    List<FlowFinding> findings,
    SortedMap<NodeName, String> tools,
    SortedMap<NodeName, String> notTried,
    int leftOut,
    int leftPairs) {
  public FlowReport {
    findings = List.copyOf(findings);
    tools = sorted(tools);
    notTried = sorted(notTried);
  }

  private static SortedMap<NodeName, String> sorted(Map<NodeName, String> map) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }

  public long count(Verdict verdict) {
    return findings.stream().filter(finding -> finding.verdict() == verdict).count();
  }

  /** Whether a flow is not as the intent has it. */
  public boolean differs() {
    return findings.stream().anyMatch(finding -> finding.verdict().differs());
  }
}
