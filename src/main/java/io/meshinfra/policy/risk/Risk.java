package io.meshinfra.policy.risk;

import java.util.Locale;

/** How bad it would be if a change went wrong. */
public enum Risk {
  /** A file, a package's settings: seen, and mended by the next commit. */
  LOW,
  /** Something is removed, restarted or runs. */
  MEDIUM,
  /** Accounts, keys, booting, or so much at once that nobody looks at all of it. */
  HIGH,
  /** A way into the machine: sshd, sudo, login, network, firewall, VPN. */
  CRITICAL;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public boolean isAtLeast(Risk other) {
    return compareTo(other) >= 0;
  }

  Risk or(Risk other) {
    return isAtLeast(other) ? this : other;
  }
}
