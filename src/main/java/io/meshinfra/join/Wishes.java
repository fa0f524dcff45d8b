package io.meshinfra.join;

import io.meshinfra.model.NodeName;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a person says about a machine that shall become a node.
 *
 * @param host under which it was reached
 * @param port of sshd by which it was reached
 * @param hostKeys that were confirmed
 * @param login that the hub gets
 * @param labels besides those that are found out
 * @param presence as a manifest has it; found out when not said
 * @param access further ways in, as {@code KIND=HOST}
 */
public record Wishes(
    NodeName name,
    String host,
    int port,
    List<String> hostKeys,
    String login,
    SortedMap<String, String> labels,
    Optional<String> presence,
    List<Way> access) {

  /** A way in that is said: the kind as manifests call it. */
  public record Way(String kind, String host) {
    private static final List<String> KINDS = List.of("tailscale", "wireguard", "lan");

    public static Way parse(String text) {
      int equals = text.indexOf('=');
      String kind = equals < 0 ? "" : text.substring(0, equals);
      if (!KINDS.contains(kind) || equals == text.length() - 1) {
        throw new IllegalArgumentException(
            "write a way in as KIND=HOST, with one of " + String.join(", ", KINDS));
      }
      return new Way(kind, text.substring(equals + 1));
    }
  }

  public Wishes {
    hostKeys = List.copyOf(hostKeys);
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    access = List.copyOf(access);
  }
}
