package io.meshinfra.network.wireguard;

import io.meshinfra.desired.Finding;
import io.meshinfra.desired.Members;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.BackEnd;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.matrix.Grant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The tunnels of a revision.
 *
 * @param files text of {@code wg0.conf}, proved, of each node that has a public key
 * @param keyless nodes whose key is not in the intent yet
 * @param findings mistakes
 * @param warnings what is no mistake and has to be known
 * @param internetBy by which node each one goes to the internet, told from the files; those that
 *     are not named go directly
 */
public record WireguardPlan(
    SortedMap<NodeName, String> files,
    List<NodeName> keyless,
    List<Finding> findings,
    List<Finding> warnings,
    SortedMap<NodeName, NodeName> internetBy) {
  /** Where WireGuard is not switched on. */
  public static final WireguardPlan NONE =
      new WireguardPlan(new TreeMap<>(), List.of(), List.of(), List.of(), new TreeMap<>());

  public WireguardPlan {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    keyless = List.copyOf(keyless);
    findings = List.copyOf(findings);
    warnings = List.copyOf(warnings);
    internetBy = Collections.unmodifiableSortedMap(new TreeMap<>(internetBy));
  }

  /** Compiles and proves; not before all manifests can be read, since access paths count. */
  public static WireguardPlan of(Intent intent, Members fleet, List<Grant> grants) {
    return intent.compilesTo(BackEnd.WIREGUARD) && fleet.complete()
        ? new Tunnels(intent, fleet.nodes(), grants).plan()
        : NONE;
  }

  /** How a packet gets from one node to another, told from the files; empty without tunnels. */
  public Optional<String> told(Intent intent, NodeName from, NodeName to) {
    if (from.equals(to) || !files.containsKey(from) || !files.containsKey(to)) {
      return Optional.empty();
    }
    return Optional.of(tunnelled(intent).told(from, to, intent.nodes().get(to).address()));
  }

  /** Whether it lets others out to the internet. */
  public boolean letsOut(NodeName node) {
    return internetBy.containsValue(node);
  }

  private Tunnelled tunnelled(Intent intent) {
    return tunnelled(files, intent);
  }

  private static Tunnelled tunnelled(SortedMap<NodeName, String> files, Intent intent) {
    SortedMap<NodeName, WgConfig> configs = new TreeMap<>();
    files.forEach((name, text) -> {
      if (WgReader.read(text) instanceof WgConfig.Reading.Read(WgConfig config)) {
        configs.put(name, config);
      }
    });
    SortedMap<NodeName, String> keys = new TreeMap<>();
    configs
        .keySet()
        .forEach(name ->
            keys.put(
                name, intent.nodes().get(name).wireguard().publicKey().orElseThrow().base64()));
    return new Tunnelled(configs, keys);
  }

  /** What the files say of it, read back. */
  static SortedMap<NodeName, NodeName> internet(SortedMap<NodeName, String> files, Intent intent) {
    SortedMap<NodeName, NodeName> by = new TreeMap<>();
    Tunnelled tunnelled = tunnelled(files, intent);
    for (NodeName node : files.keySet()) {
      if (tunnelled.knows(node)
          && tunnelled.internet(node) instanceof Tunnelled.Leaving.By(NodeName exit)) {
        by.put(node, exit);
      }
    }
    return by;
  }
}
