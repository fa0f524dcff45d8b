package io.meshinfra.network.intent;

import io.meshinfra.desired.Finding;
import io.meshinfra.desired.bind.Binder;
import io.meshinfra.desired.yaml.Position;
import io.meshinfra.desired.yaml.Yaml;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** Reads what an intent says of the authority for SSH certificates. */
final class SshCaReader {
  private final BiConsumer<NodeSelection, Yaml> known;
  private final List<Finding> findings;

  /**
   * @param known notes the nodes, roles and groups that there are not
   */
  SshCaReader(BiConsumer<NodeSelection, Yaml> known, List<Finding> findings) {
    this.known = known;
    this.findings = findings;
  }

  Optional<SshCa> read(Yaml yaml) {
    Optional<SshCaManifest> bound = new Binder(findings).bind(SshCaManifest.class, yaml, "ssh_ca");
    return bound.map(manifest ->
        new SshCa(
            yaml.at(),
            manifest.publicKey(),
            principals(manifest, Places.field(yaml, "principals")),
            revoked(manifest)));
  }

  private SortedMap<Label, PrincipalRule> principals(SshCaManifest manifest, Yaml written) {
    SortedMap<Label, PrincipalRule> rules = new TreeMap<>();
    manifest
        .principals()
        .forEach((name, yaml) -> {
          Position at = ((Yaml.Fields) written).fields().get(name).at();
          Optional<Label> label = label(name, at);
          Optional<SshCaManifest.Principal> principal =
              new Binder(findings)
                  .bind(SshCaManifest.Principal.class, yaml, "the principal " + name);
          principal.ifPresent(one -> known.accept(one.on(), Places.field(yaml, "on")));
          if (label.isPresent() && principal.isPresent()) {
            rules.put(label.get(), rule(label.get(), at, principal.get()));
          }
        });
    return rules;
  }

  private static PrincipalRule rule(Label name, Position at, SshCaManifest.Principal principal) {
    Set<Permission> permits =
        principal
            .permits()
            .<Set<Permission>>map(LinkedHashSet::new)
            .orElse(EnumSet.of(Permission.PTY));
    return new PrincipalRule(
        name,
        at,
        new TreeSet<>(principal.logins()),
        principal.on(),
        new LinkedHashSet<>(principal.holders()),
        permits);
  }

  private Optional<Label> label(String name, Position at) {
    try {
      return Optional.of(new Label(name));
    } catch (IllegalArgumentException e) {
      findings.add(at.finding(e.getMessage()));
      return Optional.empty();
    }
  }

  private List<Revocation> revoked(SshCaManifest manifest) {
    Map<Revocation, Position> revoked = new HashMap<>();
    for (Yaml item : manifest.revoked()) {
      Optional<Revocation> one =
          new Binder(findings)
              .bind(SshCaManifest.Revoked.class, item, "the revocation")
              .map(SshCaManifest.Revoked::value);
      Position first = one.map(value -> revoked.putIfAbsent(value, item.at())).orElse(null);
      if (first != null) {
        findings.add(item.at().finding("%s is revoked at %s already".formatted(one.get(), first)));
      }
      if (one.equals(Optional.of(new Revocation.Key(manifest.publicKey())))) {
        findings.add(
            item.at()
                .finding(
                    "this is the key of the authority itself; take another public_key in its"
                        + " place, and no certificate of the old one counts"));
      }
    }
    return revoked.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(java.util.Comparator.comparingInt(Position::line)))
        .map(Map.Entry::getKey)
        .toList();
  }
}
