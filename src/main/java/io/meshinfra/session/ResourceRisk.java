package io.meshinfra.session;

import io.meshinfra.model.ResourceId;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How much a change of a resource can break, by its kind and what it is about. */
final class ResourceRisk {
  private static final Map<String, Risk> BY_KIND =
      Map.of(
          "git", Risk.LOW,
          "package", Risk.MEDIUM,
          "cron", Risk.MEDIUM,
          "sysctl", Risk.MEDIUM,
          "hostname", Risk.MEDIUM);

  private static final Set<String> WITH_A_PATH = Set.of("file", "directory", "symlink", "block");

  /** Files by which people get in, rights are given, and machines find each other. */
  private static final List<String> WAYS_IN =
      List.of(
          "/etc/ssh/",
          "/etc/sudoers",
          "/etc/pam.d/",
          "/etc/security/",
          "/etc/passwd",
          "/etc/shadow",
          "/etc/group",
          "/etc/nftables",
          "/etc/iptables",
          "/etc/ufw/",
          "/etc/firewalld/",
          "/etc/network/",
          "/etc/netplan/",
          "/etc/systemd/",
          "/etc/wireguard/",
          "/etc/hosts",
          "/etc/resolv.conf",
          "/etc/nsswitch.conf",
          "/etc/fstab",
          "/etc/cron",
          "/etc/ld.so",
          "/boot/",
          "/root/",
          "/usr/",
          "/lib/",
          "/bin/",
          "/sbin/",
          "/var/lib/mesh-infra/");

  private static final List<String> KEEPING_NODES_REACHABLE =
      List.of(
          "ssh",
          "network",
          "nftables",
          "iptables",
          "firewalld",
          "ufw",
          "tailscale",
          "wg-quick",
          "wireguard",
          "systemd-",
          "dbus",
          "NetworkManager");

  private ResourceRisk() {}

  /** A kind that is not known here is of high risk. */
  static Risk of(ResourceId id) {
    if (WITH_A_PATH.contains(id.kind())) {
      boolean hidden = id.name().contains("/.ssh/") || id.name().endsWith("/.ssh");
      return hidden || startsWithAny(id.name(), WAYS_IN) ? Risk.HIGH : Risk.LOW;
    }
    if (id.kind().equals("service")) {
      return startsWithAny(id.name(), KEEPING_NODES_REACHABLE) ? Risk.HIGH : Risk.MEDIUM;
    }
    return BY_KIND.getOrDefault(id.kind(), Risk.HIGH);
  }

  private static boolean startsWithAny(String name, List<String> beginnings) {
    return beginnings.stream().anyMatch(name::startsWith);
  }
}
