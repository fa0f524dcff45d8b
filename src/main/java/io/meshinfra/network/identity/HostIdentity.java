package io.meshinfra.network.identity;

import io.meshinfra.model.Content;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.SecretRef;
import io.meshinfra.model.SshPublicKey;
import io.meshinfra.network.intent.HostCa;
import io.meshinfra.network.intent.MeshNode;
import io.meshinfra.network.names.NodeNames;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who a node is, as the authority for hosts may say it: by the keys that its manifest pins and none
 * that it shows, and by the names and the address that the intent has.
 *
 * @param principals names and address; whole names, nothing in them is a pattern
 */
public record HostIdentity(NodeName node, List<SshPublicKey> keys, SortedSet<String> principals) {
  /** What a reference to a certificate begins with; only a hub can follow one. */
  public static final String PROVIDER = "host-certificate";

  private static final String FOLDER = "/etc/ssh/mesh-host-ca";
  private static final int DIGITS = 12;

  public HostIdentity {
    keys = List.copyOf(keys);
    principals = Collections.unmodifiableSortedSet(new TreeSet<>(principals));
  }

  /**
   * @param pinned public keys of the manifest, each a line
   */
  public static HostIdentity of(MeshNode node, List<String> pinned, HostCa ca) {
    SortedSet<String> principals = new TreeSet<>(NodeNames.of(node));
    principals.add(node.address().toString());
    return new HostIdentity(
        node.name(),
        pinned.stream()
            .map(SshPublicKey::parse)
            .distinct()
            .filter(key -> !ca.revoked().contains(key))
            .toList(),
        principals);
  }

  /** Folder of the certificates on the node. */
  public static String folder() {
    return FOLDER;
  }

  /** Where the certificate for that key is on the node; each key has a file of its own. */
  public static String file(SshPublicKey key) {
    String digest = Content.digest(key.blob());
    return "%s/%s-%s-cert.pub".formatted(FOLDER, key.type(), digest.substring(0, DIGITS));
  }

  /** By what name the catalog asks for the certificate for that key. */
  public SecretRef reference(SshPublicKey key) {
    return new SecretRef(PROVIDER, node + "#" + key.fingerprint());
  }
}
