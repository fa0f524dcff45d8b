package io.meshinfra.model;

import java.util.List;

/**
 * How to reach a node and as whom.
 *
 * @param access paths in the order in which they are tried
 * @param hostKeys pinned public keys, as in a {@code known_hosts} line without the host
 * @param user login name
 * @param become how the login becomes root
 */
public record Target(
    NodeName node, List<AccessPath> access, List<String> hostKeys, String user, Become become) {

  /** How the login becomes root. */
  public enum Become {
    NONE,
    SUDO
  }

  public Target {
    access = List.copyOf(access);
    hostKeys = List.copyOf(hostKeys);
  }

  /** The same node, to be reached over one way only. */
  public Target over(AccessPath path) {
    return new Target(node, List.of(path), hostKeys, user, become);
  }
}
