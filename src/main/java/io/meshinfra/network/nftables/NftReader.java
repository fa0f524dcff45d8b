package io.meshinfra.network.nftables;

import io.meshinfra.network.firewall.Filter;
import io.meshinfra.network.firewall.FilterRule;
import io.meshinfra.network.nftables.Tokens.NotUnderstood;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the text of a ruleset: the part of nftables that we write, and nothing else. It knows
 * nothing of the compiler, so that it finds the mistakes of that.
 */
final class NftReader {
  private final Tokens tokens;
  private final Map<String, Boolean> limits = new HashMap<>();
  private final List<FilterRule> rules = new ArrayList<>();

  private NftReader(Tokens tokens) {
    this.tokens = tokens;
  }

  static Filter.Reading read(String text) {
    try {
      return new Filter.Reading.Read(new NftReader(new Tokens(text)).ruleset());
    } catch (NotUnderstood e) {
      return new Filter.Reading.NotUnderstood(e.getMessage());
    }
  }

  /** The table is made, so that it can be deleted, so that what was in it before is gone. */
  private Filter ruleset() throws NotUnderstood {
    tokens.need("table", "inet", "mesh_infra", "\n");
    tokens.need("delete", "table", "inet", "mesh_infra", "\n");
    tokens.need("table", "inet", "mesh_infra", "{", "\n");
    while (tokens.take("set")) {
      set();
    }
    tokens.need("chain", "input", "{", "\n");
    tokens.need("type", "filter", "hook", "input", "priority", "filter", ";", "policy");
    boolean accepts = verdict();
    tokens.need(";", "\n");
    while (!tokens.take("}")) {
      rules.add(new NftRuleReader(tokens, limits).rule());
    }
    tokens.need("\n", "}", "\n");
    if (!tokens.isEmpty()) {
      throw tokens.refused("expected nothing more");
    }
    return new Filter(accepts, rules);
  }

  private void set() throws NotUnderstood {
    String name = tokens.word();
    tokens.need("{", "\n", "type");
    String type = tokens.word();
    boolean six = type.equals("ipv6_addr");
    if (!six && !type.equals("ipv4_addr")) {
      throw tokens.refused("a set of " + type + " is not understood");
    }
    tokens.need("\n", "size", "65535", "\n", "flags", "dynamic", ",", "timeout", "\n", "timeout");
    tokens.word();
    tokens.need("\n", "}", "\n");
    if (limits.put(name, six) != null) {
      throw tokens.refused("a second set named " + name);
    }
  }

  private boolean verdict() throws NotUnderstood {
    if (tokens.take("accept")) {
      return true;
    }
    tokens.need("drop");
    return false;
  }
}
