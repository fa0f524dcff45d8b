package io.meshinfra.network;

import io.meshinfra.desired.yaml.Yaml;
import io.meshinfra.network.intent.MeshNode;
import java.util.List;

/**
 * The ruleset as a file; the unit of the distribution loads it at boot, and on reload in one go.
 */
final class NftablesFiles implements NodeFiles {
  @Override
  public List<Yaml> of(PlannedNetwork network, MeshNode node) {
    String ruleset = network.rulesets().get(node.name());
    if (ruleset == null) {
      return List.of();
    }
    Written written = new Written(node.at());
    return List.of(
        written.map("package", written.map("names", written.list("nftables"))),
        written.map(
            "file",
            written.map(
                "path", written.word("/etc/nftables.conf"),
                "content", written.word(ruleset),
                "owner", written.word("root"),
                "group", written.word("root"),
                "mode", written.word("0644"),
                "validate", written.word("nft -c -f %s")),
            "after",
            written.list("package:nftables"),
            "guard",
            written.word("true")),
        written.map(
            "service",
            written.map(
                "name", written.word("nftables"),
                "running", written.word("true"),
                "enabled", written.word("true"),
                "reloadOn", written.list("file:/etc/nftables.conf")),
            "after",
            written.list("package:nftables"),
            "guard",
            written.word("true")));
  }
}
