package io.meshinfra.network.matrix;

import io.meshinfra.model.NodeName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Adds rules up to a matrix. Rules between the same nodes are one, nodes that the same rules speak
 * of are worked on once, and the rest of the work is counted and ends at a limit.
 */
public final class MatrixMaker {
  /** Some seconds of work: 5,000 nodes with dozens of rules, or 10,000 rules of hundreds. */
  public static final long MOST_WORK = 50_000_000;

  private final long limit;
  private long work;

  /**
   * @param limit how often a rule may be looked at for a node
   */
  public MatrixMaker(long limit) {
    this.limit = limit;
  }

  /** What came of it. */
  public sealed interface Made {
    /**
     * The matrix.
     *
     * @param work how often a rule was looked at for a node
     */
    record Done(Matrix matrix, long work) implements Made {}

    /** The rules stand for so much that nobody could check it in time. */
    record TooMuch(long limit) implements Made {}
  }

  /** All rules between the same nodes. */
  private record Bundle(Peers from, Peers to) {}

  public Made make(Collection<NodeName> nodes, List<Grant> grants) {
    Map<Bundle, List<Access.Opening>> bundles = new LinkedHashMap<>();
    for (Grant grant : grants) {
      bundles
          .computeIfAbsent(new Bundle(grant.from(), grant.to()), key -> new ArrayList<>())
          .add(grant.opening());
    }
    Map<NodeName, List<Bundle>> into = new HashMap<>();
    for (Bundle bundle : bundles.keySet()) {
      if (!spend(bundle.to().nodes().size())) {
        return new Made.TooMuch(limit);
      }
      bundle
          .to()
          .nodes()
          .forEach(node -> into.computeIfAbsent(node, key -> new ArrayList<>()).add(bundle));
    }
    Map<List<Bundle>, Row> made = new HashMap<>();
    SortedMap<NodeName, Row> rows = new TreeMap<>();
    for (NodeName node : new TreeSet<>(nodes)) {
      List<Bundle> reaching = into.getOrDefault(node, List.of());
      if (!made.containsKey(reaching)) {
        if (!spend(reaching.stream().mapToLong(one -> one.from().nodes().size() + 1).sum())) {
          return new Made.TooMuch(limit);
        }
        made.put(reaching, row(reaching, bundles));
      }
      rows.put(node, made.get(reaching));
    }
    return new Made.Done(new Matrix(rows), work);
  }

  private boolean spend(long steps) {
    work += steps;
    return work <= limit;
  }

  private static Row row(List<Bundle> reaching, Map<Bundle, List<Access.Opening>> bundles) {
    Map<NodeName, List<Bundle>> bySource = new TreeMap<>();
    List<Bundle> outside = new ArrayList<>();
    for (Bundle bundle : reaching) {
      bundle
          .from()
          .nodes()
          .forEach(node -> bySource.computeIfAbsent(node, key -> new ArrayList<>()).add(bundle));
      if (bundle.from().outside()) {
        outside.add(bundle);
      }
    }
    Map<List<Bundle>, Access> alike = new HashMap<>();
    Map<NodeName, Access> from = new TreeMap<>();
    bySource.forEach(
        (node, given) -> from.put(node, alike.computeIfAbsent(given, key -> access(key, bundles))));
    return new Row(from, access(outside, bundles));
  }

  private static Access access(List<Bundle> given, Map<Bundle, List<Access.Opening>> bundles) {
    return Access.of(given.stream().flatMap(bundle -> bundles.get(bundle).stream()).toList());
  }
}
