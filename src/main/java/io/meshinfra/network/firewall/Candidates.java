package io.meshinfra.network.firewall;

import io.meshinfra.network.intent.BackEnd;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one node may get of a firewall, all of it proved.
 *
 * @param chosen whether the firewall that the node uses decides which of them it gets; else there
 *     is one, which was named
 * @param unable why others cannot be among them
 */
public record Candidates(
    boolean chosen, List<Ruleset> rulesets, SortedMap<BackEnd, String> unable) {
  public Candidates {
    rulesets = List.copyOf(rulesets);
    unable = Collections.unmodifiableSortedMap(new TreeMap<>(unable));
  }

  public static Candidates named(Ruleset ruleset) {
    return new Candidates(false, List.of(ruleset), new TreeMap<>());
  }

  public static Candidates chosen(List<Ruleset> rulesets, Map<BackEnd, String> unable) {
    return new Candidates(true, rulesets, new TreeMap<>(unable));
  }
}
