package io.meshinfra.network;

import io.meshinfra.model.Content;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.MeshNode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The tunnels as files of the repository, for a person who has a clone of it and nothing else: no
 * hub, no Tailscale. Private keys are not among them; each is on its machine.
 */
public final class WireguardBackup {
  /** Where they are, from the root of the repository. */
  public static final String FOLDER = "infra/backup/wg";

  /** What files of nodes end with. */
  public static final String ENDING = ".conf";

  public static final String README = "README.md";

  private WireguardBackup() {}

  /** The files by their name in the folder; none without tunnels. */
  public static SortedMap<String, String> of(PlannedNetwork network) {
    SortedMap<String, String> files = new TreeMap<>();
    network.wireguard().files().forEach((node, text) -> files.put(node + ENDING, text));
    if (!files.isEmpty()) {
      files.put(README, readme(network));
    }
    return Collections.unmodifiableSortedMap(files);
  }

  /**
   * What has to be written and removed so that a repository with such files has those of a network;
   * nothing where it has none.
   *
   * @return whole content by path, or empty for files that are gone
   */
  public static SortedMap<String, Optional<Content>> edits(FileTree tree, PlannedNetwork network)
      throws FileTree.UnreadableFile {
    SortedMap<String, Optional<Content>> edits = new TreeMap<>();
    List<String> there = tree.list(FOLDER);
    if (there.isEmpty()) {
      return edits;
    }
    SortedMap<String, String> wanted = of(network);
    for (Map.Entry<String, String> file : wanted.entrySet()) {
      String path = FOLDER + "/" + file.getKey();
      Optional<Content> content = Optional.of(Content.of(file.getValue()));
      if (!tree.read(path).equals(content)) {
        edits.put(path, content);
      }
    }
    there.stream()
        .filter(path -> path.endsWith(ENDING))
        .filter(path -> !wanted.containsKey(path.substring(FOLDER.length() + 1)))
        .forEach(path -> edits.put(path, Optional.empty()));
    return edits;
  }

  private static String readme(PlannedNetwork network) {
    Intent intent = network.intent();
    StringBuilder rows = new StringBuilder();
    for (NodeName name : network.wireguard().files().keySet()) {
      MeshNode node = intent.nodes().get(name);
      rows.append(
          "| `%s` | %s | %d | %s |%n"
              .formatted(
                  name,
                  node.address(),
                  node.wireguard().port(),
                  node.managed() ? "`mesh.key`, made by mesh-infra" : "wherever it was made"));
    }
    return """
    # Tunnels for the day without a hub

    Written by `mesh net backup` from the network intent; do not edit. Each file is the `wg0.conf` of one machine, the same that it
    has in `/etc/wireguard` already. There is no private key in here: each is on its machine, in `/etc/wireguard/mesh.key`.

    | machine | address in the mesh | UDP port | private key |
    |---|---|---|---|
    """
        + rows
        + """

        ## A machine whose tunnels are down
        You need a console, the emergency SSH port or the local network, root there, and the file of that machine.
        ```sh
        apt install wireguard-tools                        # or dnf; wireguard-go too, where the kernel has no WireGuard
        ls -l /etc/wireguard/mesh.key                      # is the key still there?
        install -m 0600 NODE.conf /etc/wireguard/wg0.conf
        systemctl enable --now wg-quick@wg0                # without systemd: wg-quick up wg0
        wg show wg0 latest-handshakes
        ```
        ## A machine whose key is lost
        Make a new one, and tell the others its public half by hand; the hub writes the same when it is back
        (`mesh net keys NODE --replace`, commit).
        ```sh
        umask 077 && wg genkey > /etc/wireguard/mesh.key && wg pubkey < /etc/wireguard/mesh.key
        # on each of the others, with the AllowedIPs and Endpoint of its own file:
        wg set wg0 peer OLD_KEY remove
        wg set wg0 peer NEW_KEY allowed-ips ADDRESS/32 endpoint HOST:PORT persistent-keepalive 25
        ```
        ## A telephone, or any other program than wg-quick
        Leave out the lines `Table`, `PostUp` and `PostDown`, and write `PrivateKey = ...` under `[Interface]`.
        """;
  }
}
