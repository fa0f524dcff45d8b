package io.meshinfra.join;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A machine as somebody sees it who looks at it for the first time.
 *
 * @param os as of {@code uname -s}
 * @param distribution {@code ID} of os-release, or empty
 * @param portable whether people carry it: it has a battery, or the case of a laptop
 * @param interfaces its IPv4 addresses
 * @param ports of its sshd
 * @param sshd who alone may log in, or may not, as its sshd says it
 * @param programs those of the needed ones that are there
 * @param login number of the account that the hub would have, when there is one
 * @param person who looked
 */
public record Machine(
    String os,
    String arch,
    String hostname,
    String distribution,
    Platform platform,
    boolean portable,
    List<Interface> interfaces,
    List<Integer> ports,
    List<String> sshd,
    Set<String> programs,
    Optional<Integer> login,
    String person) {

  /** One address of one interface. */
  public record Interface(String name, String address) {
    /** By which network it is reached there, as manifests call it. */
    Optional<String> mesh() {
      if (name.startsWith("tailscale")) {
        return Optional.of("tailscale");
      }
      return name.startsWith("wg") ? Optional.of("wireguard") : Optional.empty();
    }
  }

  /** What the machine runs on. */
  public enum Platform {
    METAL,
    VM,
    CONTAINER,
    WSL2
  }

  public Machine {
    interfaces = List.copyOf(interfaces);
    ports = List.copyOf(ports);
    sshd = List.copyOf(sshd);
    programs = Set.copyOf(programs);
  }
}
