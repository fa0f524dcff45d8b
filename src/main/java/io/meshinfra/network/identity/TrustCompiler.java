package io.meshinfra.network.identity;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.PrincipalRule;
import io.meshinfra.network.intent.SshCa;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compiles what nodes shall believe. All of it stands behind {@code Match User}, for the logins
 * that certificates open and no others: when sshd cannot read its revocation list it refuses every
 * key of a login that has one, and so it has to be none by which the hub comes in.
 */
public final class TrustCompiler {
  private static final String HEAD =
      """
      # Kept by mesh-infra: which logins SSH certificates open. See docs/identity.md.
      """;

  private final Intent intent;
  private final SshCa ca;

  public TrustCompiler(Intent intent, SshCa ca) {
    this.intent = intent;
    this.ca = ca;
  }

  public NodeTrust compile(NodeName node) {
    SortedMap<String, SortedSet<String>> opened = new TreeMap<>();
    for (PrincipalRule rule : ca.principals().values()) {
      if (intent.covers(rule.on(), node)) {
        rule.logins()
            .forEach(login ->
                opened
                    .computeIfAbsent(login.value(), one -> new TreeSet<>())
                    .add(rule.name().value()));
      }
    }
    SortedMap<String, String> files = new TreeMap<>();
    opened.forEach((login, names) -> files.put(login, String.join("\n", names) + "\n"));
    return new NodeTrust(dropIn(opened.keySet()), ca.publicKey().line() + "\n", files, Krl.of(ca));
  }

  private static String dropIn(Iterable<String> logins) {
    String users = String.join(",", logins);
    return users.isEmpty()
        ? HEAD
        : HEAD
            + """
            Match User %s
            \tTrustedUserCAKeys %s
            \tAuthorizedPrincipalsFile %s/%%u
            \tRevokedKeys %s
            Match all
            """
                .formatted(users, NodeTrust.PUBLIC_KEY, NodeTrust.PRINCIPALS, NodeTrust.REVOKED);
  }
}
