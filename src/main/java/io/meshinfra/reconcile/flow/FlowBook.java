package io.meshinfra.reconcile.flow;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.flow.Flow;
import io.meshinfra.reconcile.flow.FlowFinding.Verdict;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What tests have found that is not as the intent has it. Told once when two tests have seen it,
 * once when it is over, and once when nobody tries that flow any more because the intent, an
 * address or a node is gone: then nothing is known of it.
 */
public final class FlowBook {
  private final FlowWatch.Telling telling;
  private final Clock clock;
  private final Map<Flow, Seen> seen = new ConcurrentHashMap<>();

  FlowBook(FlowWatch.Telling telling, Clock clock) {
    this.telling = telling;
    this.clock = clock;
  }

  /**
   * A flow that is not as it shall be.
   *
   * @param since when it was first seen so
   * @param tests in a row that have seen it
   */
  public record Seen(FlowFinding finding, Instant since, int tests) {
    boolean isTold() {
      return tests > 1;
    }
  }

  boolean isEmpty() {
    return seen.isEmpty();
  }

  void note(FlowReport report) {
    for (FlowFinding finding : report.findings()) {
      if (finding.verdict().differs()) {
        differs(finding.flow(), finding);
      } else if (finding.verdict() != Verdict.UNKNOWN) {
        asMeant(finding.flow());
      }
    }
  }

  private void asMeant(Flow flow) {
    Seen before = seen.remove(flow);
    if (before != null && before.isTold()) {
      telling.tell("flow-as-meant", flow.to(), flow + " is as the intent has it again");
    }
  }

  private void differs(Flow flow, FlowFinding finding) {
    Seen now =
        seen.merge(
            flow,
            new Seen(finding, clock.instant(), 1),
            (before, first) -> new Seen(finding, before.since(), before.tests() + 1));
    if (now.tests() == 2) {
      telling.tell(
          "flow-" + finding.verdict().word(),
          flow.to(),
          "%s: %s; %s".formatted(flow, finding.met(), finding.why()));
    }
  }

  /** Drops what is not tried any more, also when all nodes are there. */
  void keepOnly(Set<Flow> wanted) {
    for (Flow flow : List.copyOf(seen.keySet())) {
      if (!wanted.contains(flow)) {
        Seen before = seen.remove(flow);
        if (before != null && before.isTold()) {
          telling.tell(
              "flow-dropped",
              flow.to(),
              "%s, which was told as %s, is not tried any more: the intent or a manifest changed"
                  .formatted(flow, before.finding().verdict().word()));
        }
      }
    }
  }

  /** What was told of flows to a node, by flow. */
  Map<String, Seen> told(NodeName to) {
    Map<String, Seen> told = new TreeMap<>();
    seen.forEach((flow, how) -> {
      if (flow.to().equals(to) && how.isTold()) {
        told.put(flow.toString(), how);
      }
    });
    return told;
  }

  /** Forbidden flows to a node that work, as far as they were told. */
  List<FlowFinding> leaks(NodeName to) {
    return told(to).values().stream()
        .map(Seen::finding)
        .filter(finding -> finding.verdict() == Verdict.LEAKS)
        .toList();
  }

  /** Why a node is not well, for people; empty when nothing leaks there. */
  Optional<String> leakReason(NodeName to) {
    List<FlowFinding> leaks = leaks(to);
    if (leaks.isEmpty()) {
      return Optional.empty();
    }
    FlowFinding first = leaks.getFirst();
    String more = leaks.size() == 1 ? "" : " and %d more".formatted(leaks.size() - 1);
    return Optional.of("%s leaks (%s)%s".formatted(first.flow(), first.met(), more));
  }
}
