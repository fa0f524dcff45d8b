package io.meshinfra.network.identity;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.PrincipalRule;
import io.meshinfra.network.intent.Revocation;
import io.meshinfra.network.intent.SshCa;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** Compares what the files of a node say with what was meant, login by login. */
public final class TrustProof {
  private final Intent intent;
  private final SshCa ca;

  public TrustProof(Intent intent, SshCa ca) {
    this.intent = intent;
    this.ca = ca;
  }

  /** What is not as it was meant; empty when all is. */
  public List<String> differences(NodeName node, NodeTrust trust) {
    List<String> differences = new ArrayList<>();
    try {
      SortedMap<String, SortedSet<String>> opened = TrustReader.read(trust);
      logins(node, opened, differences);
      revoked(KrlReader.read(trust.revoked().bytes()), differences);
    } catch (IllegalArgumentException e) {
      differences.add(e.getMessage());
    }
    if (!trust.publicKey().equals(ca.publicKey().line() + "\n")) {
      differences.add("another authority would be believed");
    }
    return differences;
  }

  private void logins(
      NodeName node, SortedMap<String, SortedSet<String>> opened, List<String> differences) {
    SortedSet<String> known = new TreeSet<>(opened.keySet());
    ca.principals().values().stream()
        .flatMap(rule -> rule.logins().stream())
        .forEach(login -> known.add(login.value()));
    for (String login : known) {
      SortedSet<String> meant = new TreeSet<>();
      for (PrincipalRule rule : ca.principals().values()) {
        boolean here = rule.on().of().stream().anyMatch(one -> intent.members(one).contains(node));
        if (here && rule.logins().stream().anyMatch(one -> one.value().equals(login))) {
          meant.add(rule.name().value());
        }
      }
      SortedSet<String> found = opened.getOrDefault(login, new TreeSet<>());
      if (!found.equals(meant)) {
        differences.add("%s is opened by %s, and %s is meant".formatted(login, found, meant));
      }
    }
  }

  private void revoked(Set<String> found, List<String> differences) {
    String authority = ca.publicKey().base64();
    Set<String> meant = new TreeSet<>();
    for (Revocation one : ca.revoked()) {
      meant.add(
          switch (one) {
            case Revocation.Serial(long serial) -> "%s serial %d".formatted(authority, serial);
            case Revocation.KeyId(String id) -> "%s id %s".formatted(authority, id);
            case Revocation.Key(var key) -> "key " + key.base64();
          });
    }
    if (!found.equals(meant)) {
      differences.add("%d are revoked, and %d are meant".formatted(found.size(), meant.size()));
    }
  }
}
