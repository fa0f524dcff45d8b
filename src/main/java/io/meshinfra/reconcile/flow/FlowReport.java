package io.meshinfra.reconcile.flow;

import io.meshinfra.reconcile.flow.FlowFinding.Verdict;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What came of a test of the mesh.
 *
 * @param tools what each node, or this machine, tried with
 * @param notTried why one of them tried nothing
 * @param leftOut flows that are over the bounds of one test
 * @param leftPairs pairs of nodes that are
 * @param untried addresses of nodes that nobody tries from outside, and why
 */
public record FlowReport(
    List<FlowFinding> findings,
    SortedMap<String, String> tools,
    SortedMap<String, String> notTried,
    int leftOut,
    int leftPairs,
    List<String> untried) {
  public FlowReport {
    findings = List.copyOf(findings);
    tools = sorted(tools);
    notTried = sorted(notTried);
    untried = List.copyOf(untried);
  }

  private static SortedMap<String, String> sorted(Map<String, String> map) {
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
