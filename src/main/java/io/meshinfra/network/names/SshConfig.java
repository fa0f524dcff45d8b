package io.meshinfra.network.names;

import io.meshinfra.network.intent.HostCa;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Writes ssh_config(5), so that {@code ssh NAME} goes by the first way on which the node itself
 * answers: somebody who has its address elsewhere is passed over. Pure.
 *
 * <p>A way is tried by {@code ssh-keyscan}, which comes with every ssh, for the pinned key. Once a
 * way is chosen, {@code host} is no name of the node any more, so that no other is tried. The last
 * one is taken untried.
 */
public final class SshConfig {
  /** In seconds: for somebody who is silent. */
  private static final int SILENT = 2;

  /** In seconds: for somebody who speaks slowly, where there is a {@code timeout}. */
  private static final int SLOW = 4;

  private static final String PROBE =
      "sh -c '$(command -v timeout >/dev/null && echo timeout %d) ssh-keyscan -T %d -t %s -p %d -- %s"
          + " 2>/dev/null | grep -qF %s'";

  private SshConfig() {}

  /** Whose configuration it is. */
  public enum Home {
    NODE,
    PERSON;

    private String knownHosts() {
      return switch (this) {
        case NODE -> "/etc/ssh/ssh_known_hosts";
        case PERSON -> "~/.ssh/mesh_known_hosts";
      };
    }

    private String opening() {
      return switch (this) {
        case NODE ->
            """
            # Kept by mesh-infra, made from the network intent: what is changed here by hand is undone.
            """;
        case PERSON ->
            """
            # Made by mesh-infra from the network intent. Keep it as ~/.ssh/mesh_config, and have as the first line of
            # ~/.ssh/config: Include mesh_config
            # The host keys belong into ~/.ssh/mesh_known_hosts: mesh net ssh-config --known-hosts
            """;
      };
    }
  }

  public static String compile(List<Destination> destinations, Home home) {
    StringBuilder text = new StringBuilder(home.opening());
    destinations.forEach(one -> write(text, one, home));
    return text.toString();
  }

  /**
   * The same for a person, with other names of the domain: a node that is newer than this file is
   * known by the word of the authority.
   */
  public static String person(List<Destination> destinations, Optional<HostCa> authority) {
    StringBuilder text = new StringBuilder(compile(destinations, Home.PERSON));
    authority.ifPresent(ca -> {
      text.append("\nMatch originalhost %s\n".formatted(ca.pattern()));
      set(text, "UserKnownHostsFile", "~/.ssh/known_hosts " + Home.PERSON.knownHosts());
    });
    return text.toString();
  }

  private static void write(StringBuilder text, Destination one, Home home) {
    String names = String.join(",", one.names());
    text.append("\nMatch originalhost %s\n".formatted(names));
    set(text, "HostKeyAlias", one.alias());
    set(text, "StrictHostKeyChecking", "yes");
    set(text, "UserKnownHostsFile", home.knownHosts());
    set(text, "GlobalKnownHostsFile", "/dev/null");
    set(text, "UpdateHostKeys", "no");
    set(text, "ConnectTimeout", "10");
    for (int i = 0; i < one.ways().size(); i++) {
      Way way = one.ways().get(i);
      boolean last = i == one.ways().size() - 1;
      text.append("Match originalhost %s".formatted(names))
          .append(last ? "" : " host %s exec \"%s\"".formatted(names, probe(way, one.keys())))
          .append("\n  # %s\n".formatted(way.name()));
      set(text, "HostName", way.escaped());
      set(text, "Port", String.valueOf(way.port()));
    }
  }

  private static void set(StringBuilder text, String keyword, String value) {
    text.append("  %s %s\n".formatted(keyword, value));
  }

  /** One connection, so for keys of one type; ssh itself asks for the others too. */
  private static String probe(Way way, List<PinnedKey> keys) {
    String type = keys.getFirst().scanned();
    String wanted =
        keys.stream()
            .filter(key -> key.scanned().equals(type))
            .map(key -> "-e " + key.base64())
            .collect(Collectors.joining(" "));
    return PROBE.formatted(SLOW, SILENT, type, way.port(), way.escaped(), wanted);
  }
}
