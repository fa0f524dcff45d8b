package io.meshinfra.network;

import io.meshinfra.desired.yaml.Yaml;
import io.meshinfra.network.identity.NodeTrust;
import io.meshinfra.network.intent.MeshNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * What sshd believes, as files. The lines for sshd come last, when all that they name is there, and
 * are checked by it; the list is checked by ssh-keygen, since sshd lets nobody in by one that it
 * cannot read.
 */
final class SshCaFiles implements FilesByIntent {
  private static final String FILE = "file";
  private static final String AFTER = "after";

  /** Whoever takes the authority out of the intent wants nodes to believe it no longer. */
  private static final String LEAVES = "unattended";

  @Override
  public List<Yaml> of(PlannedNetwork network, MeshNode node) {
    NodeTrust trust = network.trusts().get(node.name());
    Written written = new Written(node.at());
    if (trust == null) {
      return network.intent().sshCa().isPresent() && node.managed() ? gone(written) : List.of();
    }
    List<String> before = new ArrayList<>();
    List<Yaml> entries = new ArrayList<>();
    for (String folder : List.of(NodeTrust.FOLDER, NodeTrust.PRINCIPALS)) {
      entries.add(written.map("directory", folder(written, folder)));
    }
    entries.add(
        written.map(
            FILE,
            plain(written, NodeTrust.PUBLIC_KEY, "content", trust.publicKey()),
            "prune",
            written.word(LEAVES)));
    before.add(FILE + ":" + NodeTrust.PUBLIC_KEY);
    trust
        .principals()
        .forEach((login, names) -> {
          String path = NodeTrust.PRINCIPALS + "/" + login;
          entries.add(file(written, path, names));
          before.add(FILE + ":" + path);
        });
    entries.add(revoked(written, trust));
    before.add(FILE + ":" + NodeTrust.REVOKED);
    entries.add(dropIn(written, trust, before.toArray(String[]::new)));
    entries.add(service(written, node));
    return entries;
  }

  /**
   * sshd reads the key at each login, so without it no certificate opens anything, also before sshd
   * is told of its new lines. The list stays: sshd as it runs lets nobody into these logins
   * without.
   */
  private static List<Yaml> gone(Written written) {
    return List.of(
        Gone.file(written, NodeTrust.DROP_IN),
        Gone.file(written, NodeTrust.PUBLIC_KEY, FILE + ":" + NodeTrust.DROP_IN));
  }

  private static Yaml folder(Written written, String path) {
    return written.map(
        "path", written.word(path),
        "owner", written.word("root"),
        "group", written.word("root"),
        "mode", written.word("0755"));
  }

  private static Yaml file(Written written, String path, String text) {
    return written.map(FILE, plain(written, path, "content", text));
  }

  private static Yaml plain(Written written, String path, String key, String value) {
    return written.map(
        "path",
        written.word(path),
        key,
        written.word(value),
        "owner",
        written.word("root"),
        "group",
        written.word("root"),
        "mode",
        written.word("0644"));
  }

  /** {@code -Q} ends with 0 when the list can be read and does not have the key. */
  private static Yaml revoked(Written written, NodeTrust trust) {
    String bytes = Base64.getEncoder().encodeToString(trust.revoked().bytes());
    return written.map(
        FILE,
        written.map(
            "path", written.word(NodeTrust.REVOKED),
            "base64", written.word(bytes),
            "owner", written.word("root"),
            "group", written.word("root"),
            "mode", written.word("0644"),
            "validate", written.word("ssh-keygen -Q -f %s " + NodeTrust.PUBLIC_KEY)),
        AFTER,
        written.list(FILE + ":" + NodeTrust.PUBLIC_KEY));
  }

  private static Yaml dropIn(Written written, NodeTrust trust, String... before) {
    return written.map(
        FILE,
        written.map(
            "path", written.word(NodeTrust.DROP_IN),
            "content", written.word(trust.dropIn()),
            "owner", written.word("root"),
            "group", written.word("root"),
            "mode", written.word("0644"),
            "validate", written.word("/usr/sbin/sshd -t -f %s")),
        AFTER,
        written.list(before),
        "guard",
        written.word("true"),
        "prune",
        written.word(LEAVES));
  }

  private static Yaml service(Written written, MeshNode node) {
    return written.map(
        "service",
        written.map(
            "name", written.word(node.sshd().service().value()),
            "running", written.word("true"),
            "reloadOn", written.list(FILE + ":" + NodeTrust.DROP_IN)),
        "guard",
        written.word("true"));
  }
}
