package io.meshinfra.network.firewall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** It leaves out no rule that concerns a packet, and most of those that do not. */
class RulesBySourceTest {
  private static FilterRule rule(TreeMap<Long, Long> ranges) {
    return new FilterRule("f", 1, List.of(new Match.Source(ranges)), true);
  }

  private static TreeSet<Integer> asked(RulesBySource rules, OptionalLong source) {
    TreeSet<Integer> asked = new TreeSet<>();
    rules.forEach(source, asked::add);
    return asked;
  }

  @Test
  void shouldAskEveryRuleThatConcernsAnAddress() {
    for (long seed = 1; seed <= 50; seed++) {
      Random random = new Random(seed);
      List<FilterRule> rules = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        TreeMap<Long, Long> ranges = new TreeMap<>();
        long at = random.nextInt(50);
        for (int n = random.nextInt(4); n >= 0; n--) {
          long last = at + random.nextInt(30);
          ranges.put(at, last);
          at = last + 1 + random.nextInt(40);
        }
        rules.add(i % 9 == 0 ? new FilterRule("f", 1, List.of(), false) : rule(ranges));
      }
      RulesBySource bySource = new RulesBySource(rules);
      for (long source = 0; source < 320; source++) {
        Packet packet = new Packet("x", OptionalLong.of(source), Packet.NEW);
        TreeSet<Integer> concerned = new TreeSet<>();
        for (int i = 0; i < rules.size(); i++) {
          if (rules.get(i).concerns(packet)) {
            concerned.add(i);
          }
        }
        assertEquals(concerned, asked(bySource, packet.source()), "seed " + seed);
      }
      assertEquals(5, asked(bySource, OptionalLong.empty()).size(), "those without an address");
    }
  }

  @Test
  void shouldAskARuleAboutManyStretchesEachTime() {
    List<FilterRule> rules = new ArrayList<>();
    rules.add(rule(new TreeMap<>(Map.of(0L, 10_000L))));
    for (long i = 0; i < 1_000; i++) {
      rules.add(rule(new TreeMap<>(java.util.Map.of(i * 2, i * 2))));
    }
    RulesBySource bySource = new RulesBySource(rules);

    assertEquals(List.of(0, 3), List.copyOf(asked(bySource, OptionalLong.of(4))));
    assertTrue(
        asked(bySource, OptionalLong.of(20_000)).contains(0), "more than is needed, no less");
  }
}
