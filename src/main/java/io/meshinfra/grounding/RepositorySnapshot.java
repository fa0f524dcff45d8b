package io.meshinfra.grounding;

import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.desired.Loading;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.NodeName;
import io.meshinfra.resource.Resource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a repository holds, counted: the same files give the same snapshot. The snapshot itself and
 * what else is generated beside it is not counted.
 *
 * @param files how many files each folder at the top holds; {@code .} for the top itself
 * @param manifests absent when the repository has no manifests
 * @param decisions names of the decision records, in order
 */
public record RepositorySnapshot(
    int version,
    SortedMap<String, Integer> files,
    Optional<Manifests> manifests,
    List<String> decisions) {
  /** Where it is kept. */
  public static final String FILE = "docs/_generated/snapshot.json";

  private static final String GENERATED = "docs/_generated/";
  private static final String DECISIONS = "docs/_grounding/adr";

  /** Enough to see what a fleet is; the hub knows all of it. */
  private static final int MOST_NODES = 500;

  public RepositorySnapshot {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    decisions = List.copyOf(decisions);
  }

  /**
   * The desired state.
   *
   * @param mistakes how many there are; then nothing else is known
   */
  public record Manifests(
      int mistakes, int profiles, SortedMap<String, Node> nodes, int moreNodes) {
    public Manifests {
      nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
    }
  }

  /** One node: how it is treated, and how many resources of each kind it has. */
  public record Node(
      SortedMap<String, String> labels,
      String presence,
      String mode,
      SortedMap<String, Integer> resources) {
    public Node {
      labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
      resources = Collections.unmodifiableSortedMap(new TreeMap<>(resources));
    }
  }

  public static RepositorySnapshot of(FileTree tree, Optional<Loading> manifests) {
    TreeMap<String, Integer> files = new TreeMap<>();
    for (String path : tree.list("")) {
      if (!path.startsWith(GENERATED)) {
        int slash = path.indexOf('/');
        files.merge(slash < 0 ? "." : path.substring(0, slash), 1, Integer::sum);
      }
    }
    List<String> decisions = new ArrayList<>();
    for (String path : tree.list(DECISIONS)) {
      decisions.add(path.substring(DECISIONS.length() + 1));
    }
    return new RepositorySnapshot(
        1, files, manifests.map(RepositorySnapshot::manifests), decisions);
  }

  private static Manifests manifests(Loading loading) {
    return switch (loading) {
      case Loading.Invalid invalid -> new Manifests(invalid.total(), 0, new TreeMap<>(), 0);
      case Loading.Loaded loaded -> manifests(loaded.fleet());
    };
  }

  private static Manifests manifests(Fleet fleet) {
    TreeMap<String, Node> nodes = new TreeMap<>();
    for (Map.Entry<NodeName, FleetNode> entry : fleet.nodes().entrySet()) {
      if (nodes.size() < MOST_NODES) {
        nodes.put(entry.getKey().value(), node(entry.getValue()));
      }
    }
    return new Manifests(0, fleet.profiles(), nodes, fleet.nodes().size() - nodes.size());
  }

  private static Node node(FleetNode node) {
    TreeMap<String, Integer> resources = new TreeMap<>();
    for (Resource<?> resource : node.catalog().resources()) {
      resources.merge(resource.id().kind(), 1, Integer::sum);
    }
    return new Node(node.labels(), node.presence().toString(), node.mode().word(), resources);
  }
}
