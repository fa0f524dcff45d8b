package io.meshinfra.cli.fleet;

import io.meshinfra.cli.Failure;
import io.meshinfra.cli.Shell;
import io.meshinfra.desired.Fleet;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Printable;
import io.meshinfra.model.ResourceId;
import io.meshinfra.network.PlannedNetwork;
import io.meshinfra.reconcile.NodeAdoption;
import io.meshinfra.reconcile.Workbench;
import io.meshinfra.reconcile.flow.FlowReport;
import io.meshinfra.reconcile.flow.FlowTrials;
import io.meshinfra.reconcile.pass.NodeEvidence;
import io.meshinfra.reconcile.pass.Pass;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A fleet read from a directory, whose nodes are reached from here. */
public final class DirectFleet implements AutoCloseable {
  private static final int MOST_NAMED = 10;

  private final Manifests manifests;
  private final Fleet fleet;
  private final Workbench workbench;

  public DirectFleet(FleetOptions options, Path directory, Shell shell) {
    manifests = options.manifests(directory);
    fleet = manifests.valid();
    workbench =
        new Workbench(
            fleet,
            manifests.policy(),
            options.settings(shell, manifests.root()),
            (node, line) -> shell.progress(node + ": " + Printable.block(line)),
            shell.clock());
  }

  /**
   * The nodes of these names, or all.
   *
   * @throws Failure when one is not in the fleet
   */
  public List<NodeName> named(List<String> names) {
    if (fleet.nodes().isEmpty()) {
      throw new Failure("there is no node in these manifests");
    }
    if (names.isEmpty()) {
      return List.copyOf(fleet.nodes().keySet());
    }
    return names.stream().distinct().map(this::named).toList();
  }

  private NodeName named(String name) {
    return fleet.nodes().keySet().stream()
        .filter(node -> node.value().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new Failure(
                "there is no node %s in these manifests; they have: %s"
                    .formatted(Printable.quote(name), known())));
  }

  private String known() {
    String shown =
        fleet.nodes().keySet().stream()
            .limit(MOST_NAMED)
            .map(NodeName::value)
            .collect(Collectors.joining(", "));
    int more = fleet.nodes().size() - MOST_NAMED;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }

  /** Looks at the nodes and tells each look in the order of the names. */
  public List<Pass> look(List<NodeName> nodes, Consumer<Look> tell) {
    return workbench.preview(nodes).stream()
        .map(CompletableFuture::join)
        .peek(pass -> tell.accept(look(pass)))
        .toList();
  }

  /** How the drift of a node could become intent; nothing is written. */
  public NodeAdoption adopt(NodeName node, FileTree files, Predicate<ResourceId> wanted) {
    return workbench.adopt(node, manifests.withoutPolicy(files), manifests.folder(), wanted);
  }

  /** Who changed what drifted on a node, as far as its records tell. */
  public NodeEvidence evidence(NodeName node, Predicate<ResourceId> wanted) {
    return workbench.evidence(node, wanted);
  }

  /** What the nodes of these names really reach, held against the network intent. */
  public FlowReport test(PlannedNetwork network, FlowTrials.Wish wish) {
    return workbench.test(network, wish);
  }

  public Manifests manifests() {
    return manifests;
  }

  public Fleet fleet() {
    return fleet;
  }

  /** Carries out what the passes planned; the futures are in their order. */
  public List<CompletableFuture<Pass>> carryOut(List<Pass> planned) {
    return workbench.carryOut(planned);
  }

  private static Look look(Pass pass) {
    Look.Kind kind =
        pass.found().isPresent()
            ? Look.Kind.SEEN
            : pass.ending() == Pass.Ending.AWAY ? Look.Kind.AWAY : Look.Kind.FAILED;
    return new Look(
        pass.node().value(),
        kind,
        pass.differs(),
        pass.steps(),
        pass.driftText().orElse(""),
        pass.planText().orElse(""),
        kind == Look.Kind.SEEN ? "" : Printable.block(pass.detail()),
        PassTree.look(pass));
  }

  @Override
  public void close() {
    workbench.close();
  }
}
