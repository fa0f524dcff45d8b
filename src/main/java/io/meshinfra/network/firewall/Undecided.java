package io.meshinfra.network.firewall;

import io.meshinfra.network.intent.PortList;
import io.meshinfra.network.intent.Rate;
import io.meshinfra.network.matrix.Permit;
import io.meshinfra.network.matrix.Span;
import io.meshinfra.network.matrix.Spans;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The ports of a protocol that no rule has decided about yet, as one rule after the other does. */
final class Undecided {
  private final TreeMap<Integer, Part> parts = new TreeMap<>();
  private final List<Span> open = new ArrayList<>();

  /** Ports from a first one on, and the limits that let some of it through so far. */
  private record Part(int last, SortedSet<Rate> rates) {}

  Undecided() {
    parts.put(0, new Part(PortList.LAST, new TreeSet<>()));
  }

  /** A rule that accepts: all of it, or as often as the rate says, and the rest goes on. */
  void accept(PortList ports, Optional<Rate> rate) {
    for (PortList.Range range : ports.ranges()) {
      for (int first : cut(range)) {
        Part part = parts.get(first);
        if (rate.isPresent()) {
          TreeSet<Rate> rates = new TreeSet<>(part.rates());
          rates.add(rate.get());
          parts.put(first, new Part(part.last(), rates));
        } else {
          parts.remove(first);
          open.add(new Span(first, part.last(), Permit.FREE));
        }
      }
    }
  }

  /** A rule that drops. What a limit let through before is through. */
  void drop(PortList ports) {
    for (PortList.Range range : ports.ranges()) {
      cut(range).forEach(first -> settle(first, parts.remove(first)));
    }
  }

  /** What is open once the rules have ended. */
  Spans end(boolean accepts) {
    if (accepts) {
      accept(PortList.ALL, Optional.empty());
    } else {
      drop(PortList.ALL);
    }
    return Spans.union(open);
  }

  private void settle(int first, Part part) {
    if (!part.rates().isEmpty()) {
      open.add(new Span(first, part.last(), Permit.limited(part.rates())));
    }
  }

  /** The first ports of the parts that are within the range, once parts end where it does. */
  private List<Integer> cut(PortList.Range range) {
    cutBefore(range.first());
    cutBefore(range.last() + 1);
    return List.copyOf(parts.subMap(range.first(), true, range.last(), true).keySet());
  }

  private void cutBefore(int port) {
    var before = parts.lowerEntry(port);
    if (before != null && before.getValue().last() >= port) {
      Part part = before.getValue();
      parts.put(before.getKey(), new Part(port - 1, part.rates()));
      parts.put(port, part);
    }
  }
}
