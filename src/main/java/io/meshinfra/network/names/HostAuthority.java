package io.meshinfra.network.names;

import io.meshinfra.model.SshPublicKey;
import io.meshinfra.network.intent.HostCa;
import java.util.ArrayList;
import java.util.List;

/** Writes lines of known_hosts, sshd(8), for the authority for hosts and for revoked keys; pure. */
public final class HostAuthority {
  private HostAuthority() {}

  /** For somebody who has no pinned keys: the authority may speak of all names of the domain. */
  public static String alone(HostCa ca) {
    return lines(ca, List.of());
  }

  /**
   * @param pinned nodes whose keys are known: ssh passes the authority over for their names
   */
  static String lines(HostCa ca, List<Destination> pinned) {
    List<String> patterns = new ArrayList<>(List.of(ca.pattern()));
    pinned.stream()
        .flatMap(one -> one.names().stream())
        .filter(ca::covers)
        .forEach(name -> patterns.add("!" + name));
    StringBuilder text = new StringBuilder();
    text.append(
        "@cert-authority %s %s\n".formatted(String.join(",", patterns), ca.publicKey().line()));
    for (SshPublicKey key : ca.revoked()) {
      text.append("@revoked * %s\n".formatted(key.line()));
    }
    return text.toString();
  }
}
