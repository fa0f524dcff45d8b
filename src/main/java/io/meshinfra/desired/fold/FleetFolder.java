package io.meshinfra.desired.fold;

import io.meshinfra.desired.Contribution;
import io.meshinfra.desired.Declared;
import io.meshinfra.desired.Finding;
import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.desired.manifest.FleetManifest;
import io.meshinfra.desired.manifest.Manifests;
import io.meshinfra.desired.manifest.NodeManifest;
import io.meshinfra.desired.manifest.Placed;
import io.meshinfra.desired.manifest.ProfileManifest;
import io.meshinfra.desired.template.Templates;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.resource.ResourceTypes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Folds all manifests into the fleet: one catalog for each node. */
public final class FleetFolder {
  private final Manifests manifests;
  private final ResourceTypes types;
  private final List<Finding> findings;
  private final Declared declared;

  /** A profile with its entries checked. */
  record Gift(ProfileManifest profile, List<Entry> entries) {}

  /**
   * @param declared told of each node's resources before those of the same name are united
   */
  public FleetFolder(
      Manifests manifests, ResourceTypes types, List<Finding> findings, Declared declared) {
    this.manifests = manifests;
    this.types = types;
    this.findings = findings;
    this.declared = declared;
  }

  /**
   * The fleet; it is of use only when no finding was added.
   *
   * @param contributed resources that nodes have besides those of the manifests
   */
  public Fleet fold(FileTree tree, String folder, List<Contribution> contributed) {
    List<Gift> gifts = gifts();
    List<List<Entry>> own = new ArrayList<>();
    EntryReader reader =
        new EntryReader(types, manifests.settings().semaphores().keySet(), findings);
    manifests.nodes().forEach(node -> own.add(reader.read(node.manifest().spec().resources())));
    reader.read(manifests.orphans());
    boolean complete = findings.isEmpty();
    Templates templates = new Templates();
    EntryFolder entries =
        new EntryFolder(new RepositoryFiles(tree, folder), templates, complete, findings);
    NodeFolder nodeFolder =
        new NodeFolder(
            manifests.settings(), types, gifts, entries, tree.revision(), complete, declared);
    NodeFindings onNodes = new NodeFindings();
    List<FleetNode> nodes = new ArrayList<>();
    for (int i = 0; i < own.size(); i++) {
      Placed<NodeManifest> placed = manifests.nodes().get(i);
      List<Finding> wrong = new ArrayList<>();
      List<Entry> given = contributed(placed, contributed, reader);
      nodes.add(nodeFolder.fold(placed, own.get(i), given, wrong));
      onNodes.add(placed.manifest().metadata().name(), wrong);
    }
    findings.addAll(onNodes.findings());
    return fleet(tree.revision(), nodes);
  }

  private static List<Entry> contributed(
      Placed<NodeManifest> placed, List<Contribution> contributed, EntryReader reader) {
    NodeName name = placed.manifest().metadata().name();
    return contributed.stream()
        .flatMap(one -> one.resources().getOrDefault(name, List.of()).stream())
        .flatMap(given ->
            reader.read(List.of(given.entry())).stream().map(entry -> entry.onlyWhen(given.when())))
        .toList();
  }

  private Fleet fleet(Revision revision, List<FleetNode> nodes) {
    Optional<FleetManifest> written = manifests.fleet().map(Placed::manifest);
    return new Fleet(
            written.map(fleet -> fleet.metadata().name().value()).orElse("fleet"),
            revision,
            nodes,
            manifests.profiles().size())
        .withMinWaysIn(
            written.map(FleetManifest::spec).orElse(FleetManifest.Spec.EMPTY).minWaysIn())
        .withRollouts(new RolloutFolder(manifests, nodes, findings).fold())
        .withSemaphores(SemaphoreFolder.fold(manifests, types, findings));
  }

  private List<Gift> gifts() {
    EntryReader reader =
        new EntryReader(types, manifests.settings().semaphores().keySet(), findings);
    return manifests.profiles().stream()
        .map(Placed::manifest)
        .sorted(
            Comparator.comparing((ProfileManifest profile) -> profile.spec().priority())
                .thenComparing(ProfileManifest::name))
        .map(profile -> new Gift(profile, reader.readShared(profile.spec().resources())))
        .toList();
  }
}
