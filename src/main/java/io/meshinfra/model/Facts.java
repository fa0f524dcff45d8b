package io.meshinfra.model;

import java.util.List;
import java.util.Optional;

/**
 * What the probe learned about the machine itself.
 *
 * @param os kernel name as of {@code uname -s}: Linux, Darwin
 * @param distribution {@code ID} of os-release, or empty
 * @param version {@code VERSION_ID} of os-release, or empty
 * @param arch {@code uname -m}
 * @param kernel {@code uname -r}
 * @param hostname what the node calls itself
 * @param virtualisation container or hypervisor, {@code none} on bare metal
 * @param memoryBytes physical memory, 0 when unknown
 * @param addresses addresses of its interfaces without the loopback
 * @param bootId changes with every boot
 * @param alone what it has to go by when no hub is there
 * @param firewalls which ones it uses; empty when that could not be found out
 */
public record Facts(
    String os,
    String distribution,
    String version,
    String arch,
    String kernel,
    String hostname,
    Init init,
    PackageManager packageManager,
    String virtualisation,
    long memoryBytes,
    List<String> addresses,
    String bootId,
    Optional<Alone> alone,
    Optional<FirewallUse> firewalls) {

  /**
   * A catalog that a hub left on the node.
   *
   * @param key tells it from other ones
   * @param revision at which the node was in sync with it
   * @param resources how many are in it
   * @param unproved how many of them the node reads otherwise than the hub, and does not act on
   */
  public record Alone(String key, Revision revision, int resources, int unproved) {}

  /** Of a machine that has nothing to go by alone, and whose firewalls are not known. */
  public Facts(
      String os,
      String distribution,
      String version,
      String arch,
      String kernel,
      String hostname,
      Init init,
      PackageManager packageManager,
      String virtualisation,
      long memoryBytes,
      List<String> addresses,
      String bootId) {
    this(
        os,
        distribution,
        version,
        arch,
        kernel,
        hostname,
        init,
        packageManager,
        virtualisation,
        memoryBytes,
        addresses,
        bootId,
        Optional.empty(),
        Optional.empty());
  }

  /** The same machine, with something else to go by alone. */
  public Facts with(Optional<Alone> other) {
    return with(other, firewalls);
  }

  /** The same machine, with other firewalls. */
  public Facts using(FirewallUse other) {
    return with(alone, Optional.of(other));
  }

  private Facts with(Optional<Alone> alone, Optional<FirewallUse> firewalls) {
    return new Facts(
        os,
        distribution,
        version,
        arch,
        kernel,
        hostname,
        init,
        packageManager,
        virtualisation,
        memoryBytes,
        addresses,
        bootId,
        alone,
        firewalls);
  }

  /** What runs services on the node. */
  public enum Init {
    SYSTEMD,
    SYSV,
    NONE
  }

  /** What installs packages on the node. */
  public enum PackageManager {
    APT,
    DNF,
    APK,
    BREW,
    NONE
  }

  public Facts {
    addresses = List.copyOf(addresses);
  }

  /** Stands for a node that was never probed. */
  public static final Facts UNKNOWN =
      new Facts("", "", "", "", "", "", Init.NONE, PackageManager.NONE, "", 0, List.of(), "");
}
