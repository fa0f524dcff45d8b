package io.meshinfra.network.firewall;

import io.meshinfra.network.intent.BackEnd;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one node has of a firewall, proved.
 *
 * @param files text by path
 */
public record Ruleset(BackEnd backEnd, SortedMap<String, String> files) {
  public Ruleset {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }
}
