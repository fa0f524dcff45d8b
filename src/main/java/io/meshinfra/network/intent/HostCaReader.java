package io.meshinfra.network.intent;

import io.meshinfra.desired.Finding;
import io.meshinfra.desired.bind.Binder;
import io.meshinfra.desired.manifest.HostName;
import io.meshinfra.desired.yaml.Yaml;
import io.meshinfra.model.SshPublicKey;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Reads what an intent says of the authority for host certificates. */
final class HostCaReader {
  private final List<Finding> findings;

  HostCaReader(List<Finding> findings) {
    this.findings = findings;
  }

  /**
   * @param domain of the mesh: without one nobody could say which names the authority speaks of
   * @param people the authority for certificates of people
   */
  Optional<HostCa> read(Yaml yaml, Optional<HostName> domain, Optional<SshCa> people) {
    Optional<HostCaManifest> bound =
        new Binder(findings).bind(HostCaManifest.class, yaml, "host_ca");
    if (bound.isEmpty()) {
      return Optional.empty();
    }
    HostCaManifest manifest = bound.get();
    if (domain.isEmpty()) {
      findings.add(
          yaml.at()
              .finding(
                  "host_ca needs domain: others believe it for names that end with that, and for"
                      + " no others"));
    }
    if (people.isPresent() && people.get().publicKey().equals(manifest.publicKey())) {
      findings.add(
          Places.field(yaml, "public_key")
              .at()
              .finding(
                  "this is the key of ssh_ca too; make another one, so that who has one of them"
                      + " cannot do both"));
    }
    SortedSet<SshPublicKey> revoked = revoked(manifest, yaml);
    return domain.map(name ->
        new HostCa(
            yaml.at(), manifest.publicKey(), name.value().toLowerCase(Locale.ROOT), revoked));
  }

  private SortedSet<SshPublicKey> revoked(HostCaManifest manifest, Yaml yaml) {
    SortedSet<SshPublicKey> revoked = new TreeSet<>();
    for (HostCaManifest.Revoked one : manifest.revoked()) {
      if (one.publicKey().equals(manifest.publicKey())) {
        findings.add(
            Places.field(yaml, "revoked")
                .at()
                .finding(
                    "the key of the authority itself is revoked; take another public_key in its"
                        + " place"));
      }
      if (!revoked.add(one.publicKey())) {
        findings.add(
            Places.field(yaml, "revoked")
                .at()
                .finding("%s is revoked twice".formatted(one.publicKey())));
      }
    }
    return revoked;
  }
}
