package io.meshinfra.model;

import java.util.Locale;

/** What can keep packets away from a node. */
public enum FirewallProgram {
  /** Our table of nftables. */
  NFTABLES,
  FIREWALLD,
  UFW,
  /** Rules of nftables or iptables that somebody else keeps, and that deny by default. */
  FOREIGN;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return switch (this) {
      case NFTABLES -> "nftables of mesh-infra";
      case FIREWALLD, UFW -> word();
      case FOREIGN -> "a firewall of somebody else's (rules of nftables or iptables that deny)";
    };
  }
}
