package io.meshinfra.grounding;

import io.meshinfra.desired.Finding;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.desired.Presence;
import io.meshinfra.desired.yaml.Yaml;
import io.meshinfra.model.AccessPath;
import io.meshinfra.model.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Compares what is written down of one node with what is wanted of it. */
record NodeFacts(Yaml.Fields facts, FleetNode node, List<Finding> findings) {
  private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  private static final List<String> PORTS = List.of("ssh_port", "emergency_ssh");

  static List<Finding> check(Yaml.Fields facts, FleetNode node) {
    NodeFacts check = new NodeFacts(facts, node, new ArrayList<>());
    check.hostname();
    check.presence();
    check.ports();
    check.tailscale();
    check.addresses();
    return check.findings;
  }

  private Optional<Yaml.Scalar> word(String key) {
    return facts
        .get(key)
        .filter(Yaml.Scalar.class::isInstance)
        .map(Yaml.Scalar.class::cast)
        .filter(scalar -> !scalar.isNothing());
  }

  private void differs(Yaml.Scalar fact, String key, String wanted) {
    findings.add(
        fact.at()
            .finding(
                "%s of %s is %s here and %s in the desired state"
                    .formatted(key, node.name(), fact.found(), wanted)));
  }

  private void hostname() {
    Optional<String> wanted = node.hostname();
    word("hostname")
        .filter(fact -> wanted.isPresent() && !wanted.get().equals(fact.text()))
        .ifPresent(fact -> differs(fact, "hostname", Printable.quote(wanted.get())));
  }

  private void presence() {
    Presence wanted = node.presence();
    word("presence")
        .filter(fact -> !fact.text().equals(wanted.toString()))
        .ifPresent(fact -> differs(fact, "presence", Printable.quote(wanted.toString())));
    boolean always = wanted.kind() == Presence.Kind.ALWAYS_ON;
    word("always_on")
        .filter(fact -> !fact.text().equals(String.valueOf(always)))
        .ifPresent(fact -> differs(fact, "always_on", wanted.toString()));
  }

  private void ports() {
    List<AccessPath> ways =
        node.target().access().stream().filter(way -> way.kind() == AccessPath.Kind.SSH).toList();
    if (ways.isEmpty()) {
      return;
    }
    for (String key : PORTS) {
      word(key)
          .filter(fact ->
              ways.stream().noneMatch(way -> fact.text().equals(String.valueOf(way.port()))))
          .ifPresent(fact ->
              differs(
                  fact,
                  key,
                  ways.stream()
                      .map(AccessPath::toString)
                      .collect(Collectors.joining(", ", "not among its ways in, ", ""))));
    }
  }

  /** By its short or its full name; a way in by address is looked at with the addresses. */
  private void tailscale() {
    Optional<String> host =
        node.target().access().stream()
            .filter(way -> way.name().equals("tailscale"))
            .map(AccessPath::host)
            .filter(name -> !IPV4.matcher(name).matches())
            .findFirst();
    word("tailscale_hostname")
        .filter(fact ->
            host.isPresent()
                && !host.get().equals(fact.text())
                && !host.get().startsWith(fact.text() + "."))
        .ifPresent(fact -> differs(fact, "tailscale_hostname", Printable.quote(host.get())));
  }

  /** Where any address is written down, those of the ways in over the network are among them. */
  private void addresses() {
    List<Yaml.Scalar> known =
        facts.fields().keySet().stream()
            .filter(key -> key.endsWith("_ipv4"))
            .map(this::word)
            .flatMap(Optional::stream)
            .toList();
    if (known.isEmpty()) {
      return;
    }
    for (AccessPath way : node.target().access()) {
      boolean compared = IPV4.matcher(way.host()).matches() && !way.name().equals("lan");
      if (compared && known.stream().noneMatch(fact -> fact.text().equals(way.host()))) {
        findings.add(
            known
                .getFirst()
                .at()
                .finding(
                    "the way in %s of %s is among no address that is written here"
                        .formatted(way, node.name())));
      }
    }
  }
}
