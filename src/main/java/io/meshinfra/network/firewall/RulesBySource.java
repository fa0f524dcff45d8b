package io.meshinfra.network.firewall;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.IntConsumer;

/**
 * Which rules may concern packets from an address, so that not all of them are asked for each of
 * thousands of addresses.
 */
final class RulesBySource {
  /** A rule about more stretches of addresses than that is asked each time. */
  private static final int MOST_STRETCHES = 256;

  private final TreeSet<Long> borders = new TreeSet<>();
  private final Map<Long, List<Integer>> from = new HashMap<>();
  private final List<Integer> always = new ArrayList<>();

  RulesBySource(List<FilterRule> rules) {
    for (FilterRule rule : rules) {
      ranges(rule)
          .ifPresent(ranges ->
              ranges.forEach((first, last) -> {
                borders.add(first);
                borders.add(last + 1);
              }));
    }
    for (int i = 0; i < rules.size(); i++) {
      Optional<List<Long>> stretches = ranges(rules.get(i)).flatMap(this::stretches);
      if (stretches.isEmpty()) {
        always.add(i);
      } else {
        for (long first : stretches.get()) {
          from.computeIfAbsent(first, key -> new ArrayList<>()).add(i);
        }
      }
    }
  }

  private static Optional<NavigableMap<Long, Long>> ranges(FilterRule rule) {
    return rule.matches().stream()
        .filter(Match.Source.class::isInstance)
        .map(match -> ((Match.Source) match).ranges())
        .findFirst();
  }

  /** Where the stretches begin that a rule is about, between borders; empty when they are many. */
  private Optional<List<Long>> stretches(NavigableMap<Long, Long> ranges) {
    List<Long> all = new ArrayList<>();
    for (Map.Entry<Long, Long> range : ranges.entrySet()) {
      Long first = range.getKey();
      while (first != null && first <= range.getValue()) {
        all.add(first);
        if (all.size() > MOST_STRETCHES) {
          return Optional.empty();
        }
        first = borders.higher(first);
      }
    }
    return Optional.of(all);
  }

  /**
   * Those that may concern such packets, and perhaps others.
   *
   * @param source empty for an address of IPv6
   */
  void forEach(OptionalLong source, IntConsumer rule) {
    always.forEach(rule::accept);
    if (source.isPresent()) {
      Long first = borders.floor(source.getAsLong());
      if (first != null) {
        from.getOrDefault(first, List.of()).forEach(rule::accept);
      }
    }
  }
}
