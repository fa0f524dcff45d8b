package io.meshinfra.network;

import io.meshinfra.desired.yaml.Yaml;
import io.meshinfra.network.intent.MeshNode;
import java.util.List;

/** The drop-in of sshd, which is read anew without anybody losing the connection. */
final class SshdFiles implements NodeFiles {
  private static final String FOLDER = "/etc/ssh/sshd_config.d";
  private static final String FILE = FOLDER + "/10-mesh.conf";

  @Override
  public List<Yaml> of(PlannedNetwork network, MeshNode node) {
    SshAccess.SshdDropInOf dropIn = network.ssh().sshd().get(node.name());
    if (dropIn == null) {
      return List.of();
    }
    Written written = new Written(node.at());
    return List.of(
        written.map("directory", written.map("path", written.word(FOLDER))),
        written.map(
            "file",
            written.map(
                "path", written.word(FILE),
                "content", written.word(dropIn.text()),
                "owner", written.word("root"),
                "group", written.word("root"),
                "mode", written.word("0644"),
                "validate", written.word(dropIn.check())),
            "guard",
            written.word("true")),
        written.map(
            "service",
            written.map(
                "name", written.word(node.sshd().service().value()),
                "running", written.word("true"),
                "reloadOn", written.list("file:" + FILE)),
            "guard",
            written.word("true")));
  }
}
