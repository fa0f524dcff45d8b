package io.meshinfra.reconcile.flow;

import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.flow.Flow;
import io.meshinfra.reconcile.flow.FlowFinding.Verdict;
import io.meshinfra.transport.PathTrial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether the change of a node opened a flow that is denied, or shut a way into it: the same is
 * tried before and after. What leaked before, and what nobody could tell before, is not blamed on
 * the change. What got worse is looked at twice, since a node may be busy after a change.
 *
 * <p>What was before is in memory only: of a node whose change began before the hub was killed,
 * nothing is compared, and that is told.
 */
public final class ChangeTrial {
  private final Eyes eyes;
  private final Map<NodeName, Before> before = new ConcurrentHashMap<>();
  private final AtomicLong opened = new AtomicLong();
  private final AtomicLong shut = new AtomicLong();

  /** Looks at one node; each blocks until that is done. */
  public interface Eyes {
    /** What comes of the flows to it; empty when that took too long, or there is no intent. */
    List<FlowFinding> flowsTo(NodeName node);

    /** All its ways in, in their order. */
    Map<AccessPath, PathTrial.Result> waysInto(NodeName node);
  }

  /**
   * What was seen before.
   *
   * @param isWorse whether what came after was worse, so that another try is compared with it too
   */
  private record Before(
      Map<Flow, Verdict> flows, Map<AccessPath, PathTrial.Result> ways, boolean isWorse) {
    Before {
      flows = Map.copyOf(flows);
      ways = new LinkedHashMap<>(ways);
    }
  }

  /** What came of a comparison. */
  public sealed interface Result {
    /** Nothing is worse, as far as that is known. */
    record NotWorse() implements Result {}

    /** For people. */
    record Worse(String reason) implements Result {}

    /** It cannot be told now. */
    record NotKnown(String reason) implements Result {}

    /** It can never be told. */
    record NotCompared() implements Result {}
  }

  public ChangeTrial(Eyes eyes) {
    this.eyes = eyes;
  }

  /** Before anything is done on a node. */
  public void before(NodeName node) {
    Before known = before.get(node);
    if (known == null || !known.isWorse()) {
      before.put(node, new Before(verdicts(eyes.flowsTo(node)), eyes.waysInto(node), false));
    }
  }

  private static Map<Flow, Verdict> verdicts(List<FlowFinding> findings) {
    Map<Flow, Verdict> verdicts = new HashMap<>();
    findings.forEach(finding -> verdicts.put(finding.flow(), finding.verdict()));
    return verdicts;
  }

  /** Once a node has its change. */
  public Result after(NodeName node) {
    Before known = before.get(node);
    if (known == null) {
      return new Result.NotCompared();
    }
    Map<AccessPath, PathTrial.Result.Shut> closed = closed(known, node);
    boolean out = !known.ways().isEmpty() && closed.size() == known.ways().size();
    if (out) {
      return new Result.NotKnown("no way leads into it just now");
    }
    List<FlowFinding> leaks = leaks(known, node);
    if (leaks.isEmpty() && closed.isEmpty()) {
      before.remove(node);
      return new Result.NotWorse();
    }
    before.put(node, new Before(known.flows(), known.ways(), true));
    opened.addAndGet(leaks.isEmpty() ? 0 : 1);
    shut.addAndGet(closed.isEmpty() ? 0 : 1);
    return new Result.Worse(words(leaks, closed));
  }

  /** Ways that led in before and do not in two tries now. */
  private Map<AccessPath, PathTrial.Result.Shut> closed(Before known, NodeName node) {
    Map<AccessPath, PathTrial.Result.Shut> closed = closedOnce(known, eyes.waysInto(node));
    if (!closed.isEmpty()) {
      closed.keySet().retainAll(closedOnce(known, eyes.waysInto(node)).keySet());
    }
    return closed;
  }

  private static Map<AccessPath, PathTrial.Result.Shut> closedOnce(
      Before known, Map<AccessPath, PathTrial.Result> now) {
    Map<AccessPath, PathTrial.Result.Shut> closed = new LinkedHashMap<>();
    now.forEach((path, result) -> {
      if (known.ways().get(path) instanceof PathTrial.Result.Led
          && result instanceof PathTrial.Result.Shut shutNow) {
        closed.put(path, shutNow);
      }
    });
    return closed;
  }

  private List<FlowFinding> leaks(Before known, NodeName node) {
    List<FlowFinding> leaks = new ArrayList<>(opened(known, eyes.flowsTo(node)));
    if (!leaks.isEmpty()) {
      List<Flow> again = opened(known, eyes.flowsTo(node)).stream().map(FlowFinding::flow).toList();
      leaks.removeIf(finding -> !again.contains(finding.flow()));
    }
    return leaks;
  }

  private static List<FlowFinding> opened(Before known, List<FlowFinding> now) {
    return now.stream()
        .filter(finding -> finding.verdict() == Verdict.LEAKS)
        .filter(finding -> known.flows().get(finding.flow()) == Verdict.HELD)
        .toList();
  }

  private static String words(
      List<FlowFinding> leaks, Map<AccessPath, PathTrial.Result.Shut> closed) {
    List<String> words = new ArrayList<>();
    if (!leaks.isEmpty()) {
      words.add(
          "its change opened a flow that is denied: %s (%s)%s"
              .formatted(
                  leaks.getFirst().flow(), leaks.getFirst().met(), andMore(leaks.size() - 1)));
    }
    Optional<PathTrial.Result.Shut> first = closed.values().stream().findFirst();
    first.ifPresent(way ->
        words.add(
            "its change shut a way in: %s%s"
                .formatted(way.why().words(), andMore(closed.size() - 1))));
    return String.join("; ", words);
  }

  private static String andMore(int more) {
    return more == 0 ? "" : " and %d more".formatted(more);
  }

  /** How many changes opened a denied flow. */
  public long opened() {
    return opened.get();
  }

  /** How many changes shut a way in. */
  public long shut() {
    return shut.get();
  }
}
