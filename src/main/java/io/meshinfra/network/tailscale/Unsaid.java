package io.meshinfra.network.tailscale;

import io.meshinfra.desired.Finding;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.AccessRule;
import io.meshinfra.network.intent.BackEnd;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.MeshNode;
import io.meshinfra.network.intent.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** What the intent says and a policy file cannot, so that nobody relies on it. */
public final class Unsaid {
  private final Intent intent;
  private final Tailnet tailnet;
  private final List<Finding> warnings = new ArrayList<>();

  private Unsaid(Intent intent, Tailnet tailnet) {
    this.intent = intent;
    this.tailnet = tailnet;
  }

  public static List<Finding> of(Intent intent, Tailnet tailnet) {
    Unsaid unsaid = new Unsaid(intent, tailnet);
    intent.rules().stream().filter(rule -> rule.rate().isPresent()).forEach(unsaid::limit);
    intent.nodes().values().forEach(unsaid::node);
    return List.copyOf(unsaid.warnings);
  }

  private void limit(AccessRule rule) {
    SortedSet<NodeName> free = new TreeSet<>();
    for (Selector selector : rule.to().of()) {
      intent.members(selector).stream()
          .filter(tailnet::has)
          .filter(name -> !limits(intent.nodes().get(name)))
          .forEach(free::add);
    }
    if (!free.isEmpty()) {
      warnings.add(
          rule.at()
              .finding(
                  "Tailscale knows no rate_limit, and nothing else would limit %s on %s; add the back end nftables there"
                      .formatted(rule.name(), free)));
    }
  }

  private static boolean limits(MeshNode node) {
    return node.backEnds().contains(BackEnd.NFTABLES) || node.backEnds().contains(BackEnd.FIREWALL);
  }

  private void node(MeshNode node) {
    boolean joined = node.backEnds().contains(BackEnd.TAILSCALE);
    boolean odd = !Tailnet.ADDRESSES.contains(node.address());
    if (joined && odd && limits(node)) {
      warnings.add(
          node.at()
              .finding(
                  "the firewalls know %s by %s, but by Tailscale it comes from %s, and counts as outside"
                      .formatted(node.name(), node.address(), Tailnet.ADDRESSES)));
    }
    if (!node.managed() && odd) {
      warnings.add(
          node.at()
              .finding(
                  "%s is no node of the fleet and %s no address of Tailscale (%s), so the policy file lets it reach nothing but what everybody may"
                      .formatted(node.name(), node.address(), Tailnet.ADDRESSES)));
    }
    if (joined && !node.routes().isEmpty()) {
      warnings.add(
          node.at()
              .finding(
                  "the routes of %s are approved, but rules have no word for who may use them, so Tailscale lets nobody"
                      .formatted(node.name())));
    }
  }
}
