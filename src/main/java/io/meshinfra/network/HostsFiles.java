package io.meshinfra.network;

import io.meshinfra.desired.yaml.Yaml;
import io.meshinfra.network.intent.BackEnd;
import io.meshinfra.network.intent.MeshNode;
import java.util.List;

/** The names of the mesh as a block in the file of all names; the other lines stay. */
final class HostsFiles implements FilesByIntent {
  @Override
  public List<Yaml> of(PlannedNetwork network, MeshNode node) {
    if (!node.backEnds().contains(BackEnd.HOSTS)) {
      return List.of();
    }
    Written written = new Written(node.at());
    return List.of(
        written.map(
            "block",
            written.map(
                "path", written.word("/etc/hosts"),
                "name", written.word("mesh"),
                "content", written.word(network.ssh().hosts()))));
  }
}
