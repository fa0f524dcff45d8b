package io.meshinfra.network.intent;

import io.meshinfra.desired.yaml.Position;
import io.meshinfra.model.SshPublicKey;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The authority that says of hosts who they are.
 *
 * @param at where it is written
 * @param domain what the names end with that it may speak of, in lower case
 * @param revoked keys of hosts, or of authorities, that nobody shall believe any more
 */
public record HostCa(
    Position at, SshPublicKey publicKey, String domain, SortedSet<SshPublicKey> revoked) {
  public HostCa {
    revoked = Collections.unmodifiableSortedSet(new TreeSet<>(revoked));
  }

  /** The names that it may speak of, as known_hosts and ssh_config write it. */
  public String pattern() {
    return "*." + domain;
  }

  /** Whether that name is one of them. */
  public boolean covers(String name) {
    return name.endsWith("." + domain);
  }
}
