package io.meshinfra.network.firewall;

import java.util.List;

/**
 * What a firewall does, as it is read back from its text: the first rule that speaks of a packet
 * decides.
 *
 * @param accepts what becomes of what no rule decides
 */
public record Filter(boolean accepts, List<FilterRule> rules) {
  public Filter {
    rules = List.copyOf(rules);
  }

  /** What became of reading a text. */
  public sealed interface Reading {
    /** It is one. */
    record Read(Filter filter) implements Reading {}

    /** It says something that we never write. */
    record NotUnderstood(String reason) implements Reading {}
  }
}
