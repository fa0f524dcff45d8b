package io.meshinfra.network;

import io.meshinfra.desired.yaml.Yaml;
import io.meshinfra.network.firewall.Ruleset;
import io.meshinfra.network.intent.BackEnd;
import io.meshinfra.network.intent.MeshNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A zone and two policies as files. firewalld checks all of its configuration or nothing of it, so
 * that no file is checked by itself before it takes its place; the guard is there for that.
 */
final class FirewalldFiles implements NodeFiles {
  @Override
  public List<Yaml> of(PlannedNetwork network, MeshNode node) {
    Optional<Ruleset> ruleset = network.ruleset(node.name(), BackEnd.FIREWALLD);
    if (ruleset.isEmpty()) {
      return List.of();
    }
    FirewallResources resources = new FirewallResources(new Written(node.at()), "firewalld");
    List<Yaml> all = new ArrayList<>(List.of(resources.install()));
    ruleset
        .get()
        .files()
        .forEach((path, text) -> all.add(resources.file(path, text, "0644", Optional.empty())));
    all.add(resources.service("reloadOn", ruleset.get().files()));
    return all;
  }
}
