package io.meshinfra.report.escape;

import io.meshinfra.desired.FleetNode;
import io.meshinfra.model.AccessPath;
import io.meshinfra.model.Printable;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** How a person gets into one node, and opens it from its console. */
record NodePart(FleetNode node, EscapeHatch.Kept kept) {
  private static final String CONSOLE_WAY = "sit at the machine, or take its provider's console";

  /**
   * A shell of root for a login that may do nothing but what the hub does; see {@code
   * transport.Delivery}. The first line is the length of the second.
   */
  private static final String ROOT =
      "printf '17\\nexec sh </dev/tty' | sudo -n /bin/sh -c 'read -r n && eval \"$(head -c \"$n\")\"'";

  /** As in {@code known_hosts}, under the name of the node, which the commands ask for. */
  List<String> knownHosts() {
    return keys().stream().map(key -> node.name() + " " + key).toList();
  }

  private List<PinnedKey> keys() {
    return node.target().hostKeys().stream()
        .flatMap(line -> PinnedKey.parse(line).stream())
        .toList();
  }

  String text() {
    List<String> lines = new ArrayList<>();
    lines.add("who      " + who());
    lines.addAll(fingerprints());
    lines.add("ways in  in this order");
    int number = 0;
    for (AccessPath path : node.target().access()) {
      number++;
      lines.add("  %d. %s".formatted(number, Printable.line(path.toString())));
      lines.add("     " + command(path));
    }
    lines.addAll(wireguard());
    lines.addAll(console());
    return lines.stream().collect(Collectors.joining("\n", "", "\n"));
  }

  private String who() {
    Target target = node.target();
    String become =
        switch (target.become()) {
          case NONE -> "which is enough";
          case SUDO -> "then: sudo -i, or: " + ROOT;
        };
    return "%s; login %s, %s".formatted(node.presence(), Printable.line(target.user()), become);
  }

  private List<String> fingerprints() {
    List<String> lines = new ArrayList<>();
    keys().forEach(key -> lines.add("host key " + key.fingerprint() + " (" + key.type() + ")"));
    int unread = node.target().hostKeys().size() - lines.size();
    if (unread > 0) {
      lines.add("host key %d pinned cannot be read and are left out".formatted(unread));
    }
    if (lines.isEmpty()) {
      lines.add("host key none is pinned: compare what ssh shows with the console of the machine");
    }
    return lines;
  }

  private String command(AccessPath path) {
    return switch (path.kind()) {
      case LOCAL -> CONSOLE_WAY + "; it is the machine of the hub";
      case SSH -> {
        List<String> words = new ArrayList<>(List.of("ssh"));
        if (!keys().isEmpty()) {
          words.addAll(
              List.of(
                  "-o",
                  "UserKnownHostsFile=mesh_known_hosts",
                  "-o",
                  "StrictHostKeyChecking=yes",
                  "-o",
                  "HostKeyAlias=" + node.name()));
        }
        words.addAll(List.of("-o", "ConnectTimeout=5", "-p", String.valueOf(path.port())));
        words.addAll(List.of("-l", node.target().user(), "--", path.host()));
        yield Words.command(words);
      }
    };
  }

  /** By name: NODE.conf, NODE-anything.conf, or anything in a folder of the node's name. */
  private List<String> wireguard() {
    List<String> files =
        kept.backups().stream()
            .filter(file -> {
              String name = file.substring(EscapeHatch.Kept.FOLDER.length() + 1);
              return name.startsWith(node.name() + ".")
                  || name.startsWith(node.name() + "-")
                  || name.startsWith(node.name() + "/");
            })
            .toList();
    if (files.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    lines.add("tunnels  of the repository, without any server; the key is on the machine already");
    files.forEach(file ->
        lines.add(
            "  %s && systemctl restart wg-quick@wg0"
                .formatted(
                    Words.command(
                        List.of("install", "-m", "0600", file, "/etc/wireguard/wg0.conf")))));
    lines.add("  more of it: " + EscapeHatch.Kept.FOLDER + "/README.md");
    return lines;
  }

  private List<String> console() {
    List<String> lines = new ArrayList<>();
    lines.add("console  as root, when no way in works: " + CONSOLE_WAY);
    lines.add("  sshd -t && systemctl restart ssh || systemctl restart sshd");
    firewalls().forEach(command -> lines.add("  " + command));
    lines.add(
        "  ls -d /var/lib/mesh-infra/runs/*/guard/deadline   a change on trial undoes itself: wait");
    lines.add("  sh /var/lib/mesh-infra/rollback list              what was changed last");
    return lines;
  }

  private List<String> firewalls() {
    Set<ResourceId> ids =
        node.catalog().resources().stream()
            .map(resource -> resource.id())
            .collect(Collectors.toSet());
    List<String> lines = new ArrayList<>();
    if (has(ids, "file", "/etc/nftables.conf") || has(ids, "service", "nftables")) {
      lines.add("nft delete table inet mesh_infra                  opens it, until the next boot");
      lines.add("systemctl disable nftables                        and after it");
    }
    if (has(ids, "service", "firewalld")) {
      lines.add("systemctl stop firewalld                          opens it, until the next boot");
    }
    if (has(ids, "service", "ufw")) {
      lines.add("ufw disable                                       opens it");
    }
    unitOfWireguard(ids)
        .ifPresent(unit -> lines.add(Words.command(List.of("systemctl", "restart", unit))));
    if (lines.isEmpty()) {
      lines.add("nft list ruleset                                  mesh keeps no firewall here");
    }
    return lines;
  }

  private static boolean has(Set<ResourceId> ids, String kind, String name) {
    return ids.contains(new ResourceId(kind, name))
        || ids.contains(new ResourceId(kind, name + ".service"));
  }

  private static Optional<String> unitOfWireguard(Set<ResourceId> ids) {
    return ids.stream()
        .filter(id -> id.kind().equals("service") && id.name().startsWith("wg-quick@"))
        .map(ResourceId::name)
        .sorted()
        .findFirst();
  }
}
