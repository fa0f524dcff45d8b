package io.meshinfra.network;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.names.Destination;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How people and nodes get to each other by SSH.
 *
 * @param sshd the drop-in of each node where that back end is switched on, read back
 * @param destinations nodes that others log in to
 * @param hosts lines of hosts(5)
 * @param config ssh_config of a node
 * @param knownHosts host keys of all nodes
 */
public record SshAccess(
    SortedMap<NodeName, SshdDropInOf> sshd,
    List<Destination> destinations,
    String hosts,
    String config,
    String knownHosts) {
  /**
   * A drop-in.
   *
   * @param check what the node does before the file takes its place
   * @param ports where sshd listens, separated by spaces
   */
  public record SshdDropInOf(String text, String check, String ports) {}

  public SshAccess {
    sshd = Collections.unmodifiableSortedMap(new TreeMap<>(sshd));
    destinations = List.copyOf(destinations);
  }

  /** The texts of the drop-ins. */
  public SortedMap<NodeName, String> dropIns() {
    SortedMap<NodeName, String> texts = new TreeMap<>();
    sshd.forEach((node, dropIn) -> texts.put(node, dropIn.text()));
    return texts;
  }
}
