package io.meshinfra.network;

import io.meshinfra.desired.yaml.Yaml;
import io.meshinfra.network.intent.BackEnd;
import io.meshinfra.network.intent.MeshNode;
import java.util.List;

/** How ssh finds the other nodes, and by which key it knows them. */
final class SshFiles implements FilesByIntent {
  private static final String FOLDER = "/etc/ssh/ssh_config.d";

  /** The file alone is read, for a host that nobody has, so that no way is tried. */
  private static final String CHECK =
      """
      command -v ssh >/dev/null || { echo 'there is no ssh here; install openssh-client, or openssh-clients' >&2; exit 1; }
      grep -Eiq '^[[:space:]]*include[[:space:]].*ssh_config\\.d/' /etc/ssh/ssh_config || {
        echo '/etc/ssh/ssh_config does not include it; put in as its first line: Include /etc/ssh/ssh_config.d/*.conf' >&2; exit 1; }
      ssh -G -F %s nobody.invalid >/dev/null
      """;

  @Override
  public List<Yaml> of(PlannedNetwork network, MeshNode node) {
    if (!node.backEnds().contains(BackEnd.SSH)) {
      return List.of();
    }
    Written written = new Written(node.at());
    return List.of(
        written.map("directory", written.map("path", written.word(FOLDER))),
        written.map(
            "file",
            written.map(
                "path", written.word(FOLDER + "/10-mesh.conf"),
                "content", written.word(network.ssh().config()),
                "owner", written.word("root"),
                "group", written.word("root"),
                "mode", written.word("0644"),
                "validate", written.word(CHECK))),
        written.map(
            "file",
            written.map(
                "path", written.word("/etc/ssh/ssh_known_hosts"),
                "content", written.word(network.ssh().knownHosts()),
                "owner", written.word("root"),
                "group", written.word("root"),
                "mode", written.word("0644"))));
  }
}
