package io.meshinfra.network.nftables;

import java.util.List;

/**
 * A ruleset as it is read back from its text.
 *
 * @param accepts what becomes of what no rule decides
 */
record NftRuleset(boolean accepts, List<NftRule> rules) {
  NftRuleset {
    rules = List.copyOf(rules);
  }

  /** What became of reading a text. */
  sealed interface Reading {
    /** It is one. */
    record Read(NftRuleset ruleset) implements Reading {}

    /** It says something that we never write. */
    record NotUnderstood(String reason) implements Reading {}
  }
}
