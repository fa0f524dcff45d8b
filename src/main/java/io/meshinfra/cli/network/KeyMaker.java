package io.meshinfra.cli.network;

import io.meshinfra.cli.Shell;
import io.meshinfra.cli.fleet.FleetOptions;
import io.meshinfra.cli.fleet.Manifests;
import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.model.KeyOnNode;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Printable;
import io.meshinfra.model.ResourceId;
import io.meshinfra.network.WireguardKeys;
import io.meshinfra.reconcile.Workbench;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.resource.Catalog;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Keys of WireGuard on nodes. One is made as all is changed on a node: by a plan, that policy
 * judges; of a catalog with nothing in it but the key and what it needs.
 */
final class KeyMaker implements AutoCloseable {
  private final Workbench workbench;

  KeyMaker(Manifests manifests, FleetOptions options, Shell shell) {
    workbench =
        new Workbench(
            onlyKeys(manifests.valid()),
            manifests.policy(),
            options.settings(shell, manifests.root()),
            (node, line) -> shell.progress(node + ": " + Printable.block(line)),
            shell.clock());
  }

  /** The fleet of which nothing is wanted but keys. */
  static Fleet onlyKeys(Fleet fleet) {
    SortedMap<NodeName, FleetNode> nodes = new TreeMap<>();
    fleet
        .nodes()
        .forEach((name, node) ->
            nodes.put(
                name,
                new FleetNode(
                    name,
                    node.labels(),
                    node.presence(),
                    node.target(),
                    node.interval(),
                    node.mode(),
                    node.hostname(),
                    onlyKey(node.catalog()))));
    return new Fleet(fleet.name(), fleet.revision(), nodes, fleet.profiles())
        .withMinWaysIn(fleet.minWaysIn());
  }

  private static Catalog onlyKey(Catalog catalog) {
    Set<ResourceId> wanted = new HashSet<>();
    Deque<ResourceId> open = new ArrayDeque<>(List.of(WireguardKeys.RESOURCE));
    while (!open.isEmpty()) {
      ResourceId id = open.pop();
      if (wanted.add(id)) {
        open.addAll(catalog.dependenciesOf(id));
      }
    }
    Map<ResourceId, Set<ResourceId>> dependencies = new TreeMap<>(catalog.dependencies());
    dependencies.keySet().retainAll(wanted);
    return new Catalog(
        catalog.node(),
        catalog.revision(),
        catalog.mode(),
        catalog.resources().stream().filter(resource -> wanted.contains(resource.id())).toList(),
        dependencies);
  }

  /** What the nodes say. */
  SortedMap<NodeName, KeyOnNode> ask(List<NodeName> nodes) {
    SortedMap<NodeName, KeyOnNode> answers = new TreeMap<>();
    List<CompletableFuture<KeyOnNode>> asked = workbench.tunnelKeys(nodes);
    for (int i = 0; i < nodes.size(); i++) {
      answers.put(nodes.get(i), asked.get(i).join());
    }
    return answers;
  }

  /** Looks at what has to be done for keys; one pass for each node. */
  List<Pass> look(List<NodeName> nodes) {
    return workbench.preview(nodes).stream().map(CompletableFuture::join).toList();
  }

  List<Pass> make(List<Pass> planned) {
    return workbench.carryOut(planned).stream().map(CompletableFuture::join).toList();
  }

  @Override
  public void close() {
    workbench.close();
  }
}
