package io.meshinfra.network.intent;

import io.meshinfra.desired.Finding;
import io.meshinfra.desired.bind.Binder;
import io.meshinfra.desired.yaml.Position;
import io.meshinfra.desired.yaml.Yaml;
import io.meshinfra.model.NodeName;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the nodes of an intent and compares them with each other. */
final class NodeReader {
  private final IntentManifest manifest;
  private final Yaml.Fields fields;
  private final List<Finding> findings;
  private final Map<NodeName, IntentManifest.Node> entries = new LinkedHashMap<>();
  private final Addresses addresses;

  NodeReader(IntentManifest manifest, Yaml.Fields fields, List<Finding> findings) {
    this.manifest = manifest;
    this.fields = fields;
    this.findings = findings;
    this.addresses = new Addresses(manifest.mesh().network(), findings);
  }

  SortedMap<NodeName, MeshNode> read() {
    manifest.nodes().forEach(this::entry);
    addresses.check();
    SortedMap<NodeName, MeshNode> nodes = new TreeMap<>();
    Map<String, NodeName> names = new HashMap<>();
    entries.forEach((name, entry) -> {
      String fqdn = fqdn(name, entry);
      NodeName other = fqdn.isEmpty() ? null : names.putIfAbsent(fqdn, name);
      if (other != null) {
        findings.add(
            field(name, "fqdn").finding("%s is already the name of %s".formatted(fqdn, other)));
      }
      nodes.put(name, node(name, entry, fqdn));
    });
    nodes.values().forEach(node -> internetBy(node, nodes));
    return nodes;
  }

  /** Of all of the mesh; of one address only when no network is known, which is a mistake. */
  Subnet network() {
    return addresses.network();
  }

  /** Names as they are written, those with mistakes too: they are no unknown names. */
  Set<String> written() {
    return manifest.nodes().keySet();
  }

  private void entry(String name, Yaml yaml) {
    Optional<NodeName> node = name(name);
    Optional<IntentManifest.Node> entry =
        new Binder(findings).bind(IntentManifest.Node.class, yaml, "the node " + name);
    if (node.isPresent() && entry.isPresent()) {
      entries.put(node.get(), entry.get());
      addresses.add(
          node.get(),
          entry.get().address(),
          Places.field(yaml, "internal_ip").at(),
          entry.get().routes(),
          Places.field(yaml, "routes").at());
    }
  }

  private Optional<NodeName> name(String name) {
    try {
      return Optional.of(new NodeName(name));
    } catch (IllegalArgumentException e) {
      findings.add(at(name).finding(e.getMessage()));
      return Optional.empty();
    }
  }

  private String fqdn(NodeName name, IntentManifest.Node entry) {
    Optional<String> domain = manifest.domain().map(host -> host.value());
    String fqdn =
        entry
            .fqdn()
            .map(host -> host.value())
            .or(() -> domain.map(end -> name + "." + end))
            .orElse("");
    if (domain.isPresent() && !fqdn.endsWith("." + domain.get())) {
      findings.add(
          field(name, "fqdn")
              .finding("%s does not end with .%s, the domain".formatted(fqdn, domain.get())));
    }
    return fqdn;
  }

  private MeshNode node(NodeName name, IntentManifest.Node entry, String fqdn) {
    MeshNode.Presence presence =
        entry.alwaysOn()
            ? MeshNode.Presence.ALWAYS_ON
            : entry.roaming() ? MeshNode.Presence.ROAMS : MeshNode.Presence.STAYS;
    return new MeshNode(
        name,
        at(name.value()),
        fqdn,
        entry.address().address(),
        Set.copyOf(entry.roles()),
        presence,
        entry.routes(),
        entry.exitNode(),
        entry.managed(),
        entry.managed() ? Set.copyOf(entry.backEnds().orElse(manifest.backEnds())) : Set.of(),
        entry.wireguard().orElse(Wireguard.USUAL),
        sshd(name, entry),
        Set.copyOf(entry.constraints()),
        entry.internetBy(),
        entry.acceptRoutes());
  }

  private SshdSettings sshd(NodeName name, IntentManifest.Node entry) {
    SshdManifest all = manifest.sshd().orElse(SshdManifest.NOTHING);
    Position at =
        entry.sshd().isPresent()
            ? field(name, "sshd")
            : manifest.sshd().isPresent() ? Places.field(fields, "sshd").at() : at(name.value());
    return entry.sshd().orElse(SshdManifest.NOTHING).or(all).settings(at);
  }

  private void internetBy(MeshNode node, SortedMap<NodeName, MeshNode> nodes) {
    if (node.internetBy().isEmpty()) {
      return;
    }
    NodeName exit = node.internetBy().get();
    Optional<String> wrong = Optional.empty();
    if (exit.equals(node.name())) {
      wrong = Optional.of("%s cannot be its own exit node".formatted(exit));
    } else if (!entries.containsKey(exit) && !written().contains(exit.value())) {
      wrong =
          Optional.of(
              "there is no node %s%s"
                  .formatted(exit, Places.hint(findings, exit.value(), written())));
    } else if (nodes.containsKey(exit) && !nodes.get(exit).exitNode()) {
      wrong = Optional.of("%s has no exit_node: true".formatted(exit));
    }
    wrong.ifPresent(why -> findings.add(field(node.name(), "internet_by").finding(why)));
  }

  private Position at(String name) {
    return ((Yaml.Fields) fields.get("nodes").orElseThrow()).fields().get(name).at();
  }

  private Position field(NodeName name, String key) {
    return Places.field(manifest.nodes().get(name.value()), key).at();
  }
}
