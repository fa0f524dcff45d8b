package io.meshinfra.network;

import io.meshinfra.desired.yaml.Yaml;
import io.meshinfra.model.SshPublicKey;
import io.meshinfra.network.identity.HostDropIn;
import io.meshinfra.network.identity.HostIdentity;
import io.meshinfra.network.intent.MeshNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The certificates by which a node shows who it is. They are named, and the hub signs them when it
 * compares: a revision neither holds one nor can have one signed.
 */
final class HostCaFiles implements FilesByIntent {
  private static final String FILE = "file";

  @Override
  public List<Yaml> of(PlannedNetwork network, MeshNode node) {
    HostIdentity identity = network.hosts().get(node.name());
    if (identity == null) {
      return network.intent().hostCa().isPresent() && node.managed()
          ? List.of(Gone.file(new Written(node.at()), HostDropIn.FILE))
          : List.of();
    }
    Written written = new Written(node.at());
    List<Yaml> entries = new ArrayList<>();
    List<String> files = new ArrayList<>();
    entries.add(
        written.map(
            "directory",
            written.map(
                "path", written.word(HostIdentity.folder()),
                "owner", written.word("root"),
                "group", written.word("root"),
                "mode", written.word("0755"))));
    for (SshPublicKey key : identity.keys()) {
      files.add(HostIdentity.file(key));
      entries.add(certificate(written, identity, key));
    }
    entries.add(dropIn(written, files));
    entries.add(service(written, node, files));
    return entries;
  }

  private static Yaml certificate(Written written, HostIdentity identity, SshPublicKey key) {
    return written.map(
        FILE,
        written.map(
            "path", written.word(HostIdentity.file(key)),
            "secretRef", written.word(identity.reference(key).toString()),
            "owner", written.word("root"),
            "group", written.word("root"),
            "mode", written.word("0600"),
            "validate", written.word("ssh-keygen -L -f %s")));
  }

  private static Yaml dropIn(Written written, List<String> files) {
    return written.map(
        FILE,
        written.map(
            "path", written.word(HostDropIn.FILE),
            "content", written.word(HostDropIn.of(files)),
            "owner", written.word("root"),
            "group", written.word("root"),
            "mode", written.word("0644"),
            "validate", written.word("/usr/sbin/sshd -t -f %s")),
        "after",
        named(written, files),
        "guard",
        written.word("true"),
        "prune",
        written.word("unattended"));
  }

  /** sshd has read its certificates once, when it began. */
  private static Yaml service(Written written, MeshNode node, List<String> files) {
    List<String> all = new ArrayList<>(files);
    all.add(HostDropIn.FILE);
    return written.map(
        "service",
        written.map(
            "name", written.word(node.sshd().service().value()),
            "running", written.word("true"),
            "reloadOn", named(written, all)),
        "guard",
        written.word("true"));
  }

  private static Yaml named(Written written, List<String> files) {
    return written.list(files.stream().map(file -> FILE + ":" + file).toArray(String[]::new));
  }
}
