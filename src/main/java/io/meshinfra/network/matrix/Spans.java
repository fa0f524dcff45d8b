package io.meshinfra.network.matrix;

import io.meshinfra.network.intent.PortList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What is allowed of all ports of a protocol, in one form only: sorted, apart from each other, and
 * no two neighbours of the same permit. So equal sets are equal.
 */
public record Spans(List<Span> spans) {
  public static final Spans NONE = new Spans(List.of());
  public static final Spans ALL = new Spans(List.of(new Span(0, PortList.LAST, Permit.FREE)));

  public Spans {
    spans = List.copyOf(spans);
    for (int i = 1; i < spans.size(); i++) {
      if (spans.get(i - 1).last() >= spans.get(i).first()) {
        throw new IllegalArgumentException("spans overlap: " + spans);
      }
    }
  }

  /** The union of whatever is given, in whatever order and overlapping as it may. */
  public static Spans union(List<Span> given) {
    TreeMap<Integer, Edge> edges = new TreeMap<>();
    for (Span span : given) {
      edges.computeIfAbsent(span.first(), at -> new Edge()).begin.add(span.permit());
      edges.computeIfAbsent(span.last() + 1, at -> new Edge()).end.add(span.permit());
    }
    Running running = new Running();
    List<Span> union = new ArrayList<>();
    int from = 0;
    for (Map.Entry<Integer, Edge> edge : edges.entrySet()) {
      int begin = from;
      running.permit().ifPresent(permit -> append(union, begin, edge.getKey() - 1, permit));
      running.pass(edge.getValue());
      from = edge.getKey();
    }
    return new Spans(union);
  }

  /** Where permits begin and end to hold. */
  private static final class Edge {
    private final List<Permit> begin = new ArrayList<>();
    private final List<Permit> end = new ArrayList<>();
  }

  /** The permits that hold where one is, with how often each does. */
  private static final class Running {
    private final Map<Permit, Integer> held = new HashMap<>();

    void pass(Edge edge) {
      edge.begin.forEach(permit -> held.merge(permit, 1, Integer::sum));
      edge.end.forEach(permit -> held.merge(permit, -1, (a, b) -> a + b == 0 ? null : a + b));
    }

    Optional<Permit> permit() {
      return held.containsKey(Permit.FREE)
          ? Optional.of(Permit.FREE)
          : held.keySet().stream().reduce(Permit::or);
    }
  }

  private static void append(List<Span> spans, int first, int last, Permit permit) {
    if (!spans.isEmpty()) {
      Span before = spans.getLast();
      if (before.last() + 1 == first && before.permit().equals(permit)) {
        spans.set(spans.size() - 1, new Span(before.first(), last, permit));
        return;
      }
    }
    spans.add(new Span(first, last, permit));
  }

  public Spans or(Spans other) {
    if (spans.isEmpty() || equals(other)) {
      return other;
    }
    List<Span> both = new ArrayList<>(spans);
    both.addAll(other.spans);
    return union(both);
  }

  /** What is allowed of one port; empty when it is closed. */
  public Optional<Permit> at(int port) {
    int low = 0;
    int high = spans.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      Span span = spans.get(middle);
      if (port < span.first()) {
        high = middle - 1;
      } else if (port > span.last()) {
        low = middle + 1;
      } else {
        return Optional.of(span.permit());
      }
    }
    return Optional.empty();
  }

  /** Whether all of these ports are free. */
  boolean frees(PortList ports) {
    return ports.ranges().stream()
        .allMatch(range ->
            spans.stream()
                .anyMatch(span ->
                    span.permit().free()
                        && span.first() <= range.first()
                        && range.last() <= span.last()));
  }

  /** What is here and not in the other, port by port; a port of another permit counts. */
  Spans without(Spans other) {
    List<Span> left = new ArrayList<>();
    TreeMap<Integer, Boolean> cuts = new TreeMap<>();
    for (Spans side : List.of(this, other)) {
      for (Span span : side.spans) {
        cuts.put(span.first(), true);
        cuts.put(span.last() + 1, true);
      }
    }
    for (int first : cuts.keySet()) {
      Integer next = cuts.higherKey(first);
      Optional<Permit> mine = at(first);
      if (next != null && mine.isPresent() && !mine.equals(other.at(first))) {
        append(left, first, next - 1, mine.get());
      }
    }
    return new Spans(left);
  }

  public boolean isEmpty() {
    return spans.isEmpty();
  }

  @Override
  public String toString() {
    return equals(ALL) ? "*" : spans.stream().map(Span::toString).collect(Collectors.joining(", "));
  }
}
