package io.meshinfra.network;

import io.meshinfra.desired.yaml.Yaml;
import io.meshinfra.network.firewall.Ruleset;
import io.meshinfra.network.intent.BackEnd;
import io.meshinfra.network.intent.MeshNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The rules that ufw loads before those of people, and that it is on. Its unit knows no reload:
 * while it restarts, for some tenths of a second, it lets everything in.
 */
final class UfwFiles implements NodeFiles {
  private static final String SETTINGS = "/etc/ufw/ufw.conf";
  private static final String ON =
      """
      # Kept by mesh-infra: what is changed here by hand is undone.
      ENABLED=yes
      LOGLEVEL=low
      """;

  @Override
  public List<Yaml> of(PlannedNetwork network, MeshNode node) {
    Optional<Ruleset> ruleset = network.ruleset(node.name(), BackEnd.UFW);
    if (ruleset.isEmpty()) {
      return List.of();
    }
    FirewallResources resources = new FirewallResources(new Written(node.at()), "ufw");
    List<Yaml> all = new ArrayList<>(List.of(resources.install()));
    ruleset
        .get()
        .files()
        .forEach((path, text) -> all.add(resources.file(path, text, "0640", check(path))));
    all.add(resources.file(SETTINGS, ON, "0644", Optional.empty()));
    TreeMap<String, String> watched = new TreeMap<>(ruleset.get().files());
    watched.putAll(Map.of(SETTINGS, ON));
    all.add(resources.service("restartOn", watched));
    return all;
  }

  private static Optional<String> check(String path) {
    return Optional.of(
        path.endsWith("6.rules")
            ? "ip6tables-restore -n --test %s"
            : "iptables-restore -n --test %s");
  }
}
