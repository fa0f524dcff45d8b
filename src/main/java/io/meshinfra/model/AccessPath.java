package io.meshinfra.model;

/**
 * One way into a node.
 *
 * @param name what people call it: tailscale, wireguard, lan, emergency, local
 * @param kind how it is reached
 * @param host address or name, empty for {@code LOCAL}
 * @param port TCP port of sshd, 0 for {@code LOCAL}
 */
public record AccessPath(String name, Kind kind, String host, int port) {

  /** How a path is reached. */
  public enum Kind {
    SSH,
    LOCAL
  }

  public static AccessPath ssh(String name, String host, int port) {
    return new AccessPath(name, Kind.SSH, host, port);
  }

  public static AccessPath local() {
    return new AccessPath("local", Kind.LOCAL, "", 0);
  }

  @Override
  public String toString() {
    return kind == Kind.LOCAL ? name : name + " (" + host + ":" + port + ")";
  }
}
