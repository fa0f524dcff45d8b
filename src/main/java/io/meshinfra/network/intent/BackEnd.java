package io.meshinfra.network.intent;

/** What the intent is compiled to. Nothing is, until it is named. */
public enum BackEnd {
  /** The one of the three that the node uses; nftables where it uses none. */
  FIREWALL,
  NFTABLES,
  FIREWALLD,
  UFW,
  WIREGUARD,
  TAILSCALE,
  SSHD,
  HOSTS,
  SSH,
  CERTIFICATES,
  HOST_CERTIFICATES
}
