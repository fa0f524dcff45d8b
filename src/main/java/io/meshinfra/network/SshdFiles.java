package io.meshinfra.network;

import io.meshinfra.desired.yaml.Yaml;
import io.meshinfra.network.intent.MeshNode;
import io.meshinfra.network.sshd.Exempt;
import io.meshinfra.network.sshd.SshdScripts;
import java.util.List;

/** The drop-in of sshd, which is read anew without anybody losing the connection. */
final class SshdFiles implements FilesByIntent {
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
            written.word("true")),
        shell(
            written,
            "sshd-socket",
            new Scripts(SshdScripts.CHECK_SOCKET, SshdScripts.LISTEN_ANEW),
            written.map("PORTS", written.word(dropIn.ports()))),
        shell(
            written,
            "sshd-penalties",
            new Scripts(SshdScripts.CHECK_PENALTIES, SshdScripts.EXEMPT),
            written.map(
                "EXEMPT", written.word(Exempt.of(network.intent(), network.fleet().nodes())))));
  }

  private record Scripts(String check, String apply) {}

  private static Yaml shell(Written written, String name, Scripts scripts, Yaml environment) {
    return written.map(
        "shell",
        written.map(
            "name", written.word(name),
            "check", written.word(scripts.check()),
            "apply", written.word(scripts.apply()),
            "env", environment),
        "after",
        written.list("file:" + FILE),
        "guard",
        written.word("true"));
  }
}
