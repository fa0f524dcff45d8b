package io.meshinfra.network;

import io.meshinfra.desired.yaml.Yaml;
import io.meshinfra.network.firewall.Ruleset;
import io.meshinfra.network.intent.BackEnd;
import io.meshinfra.network.intent.MeshNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The ruleset as a file; the unit of the distribution loads it at boot, and on reload in one go.
 */
final class NftablesFiles implements NodeFiles {
  @Override
  public List<Yaml> of(PlannedNetwork network, MeshNode node) {
    Optional<Ruleset> ruleset = network.ruleset(node.name(), BackEnd.NFTABLES);
    if (ruleset.isEmpty()) {
      return List.of();
    }
    FirewallResources resources = new FirewallResources(new Written(node.at()), "nftables");
    List<Yaml> all = new ArrayList<>(List.of(resources.install()));
    ruleset
        .get()
        .files()
        .forEach((path, text) ->
            all.add(resources.file(path, text, "0644", Optional.of("nft -c -f %s"))));
    all.add(resources.service("reloadOn", ruleset.get().files()));
    return all;
  }
}
