package io.meshinfra.review;

import io.meshinfra.adopt.Adopter;
import io.meshinfra.adopt.Adoption;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.drift.Drift;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.Evidence;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Origin;
import io.meshinfra.model.Printable;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.Revision;
import io.meshinfra.policy.WithoutPolicy;
import io.meshinfra.probe.EvidenceProbe;
import io.meshinfra.reconcile.Approvals;
import io.meshinfra.reconcile.Hub;
import io.meshinfra.reconcile.Revert;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.report.review.DriftReport;
import io.meshinfra.resource.Resource;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.source.BranchEdit;
import io.meshinfra.source.BranchResult;
import io.meshinfra.source.RemoteBranches;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The hub of this process, as pull requests about drift need it. */
final class HubDrift implements DriftHub {
  /** More would bury the drift itself. */
  private static final int MOST_CLUES = 20;

  private final Adopter adopter = new Adopter(ResourceTypes.installed());
  private final Hub hub;
  private final RemoteBranches branches;
  private final Folders folders;

  /**
   * Where things are in the repository.
   *
   * @param manifests empty for all of it
   */
  record Folders(String manifests, String policy) {}

  HubDrift(Hub hub, RemoteBranches branches, Folders folders) {
    this.hub = hub;
    this.branches = branches;
    this.folders = folders;
  }

  @Override
  public Adoption adoption(Drift drift, Set<ResourceId> wanted) {
    try {
      FileTree files = hub.previews().fleets().files(drift.revision());
      return adopter.adopt(
          new WithoutPolicy(files, folders.policy()),
          folders.manifests(),
          List.of(drift),
          (node, id) -> wanted.contains(id));
    } catch (UnreadableFile e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  @Override
  public BranchResult<Revision> push(BranchEdit edit) {
    return branches.write(edit);
  }

  @Override
  public CompletableFuture<Pass> revert(NodeName node, Revert revert, String by) {
    return hub.revertDesk()
        .putBack(node, revert, new Approvals.By(by, HubDeeds.DOOR, "the pull request was closed"));
  }

  @Override
  public List<DriftReport.Clue> clues(Drift drift) {
    Optional<FleetNode> node = hub.fleet().flatMap(fleet -> fleet.node(drift.node()));
    if (node.isEmpty()) {
      return List.of();
    }
    return switch (hub.evidence(node.get().target(), moved(drift))) {
      case EvidenceProbe.Result.Told told -> clues(told.evidence());
      case EvidenceProbe.Result.NotTold not ->
          List.of(
              new DriftReport.Clue(
                  "mesh", Optional.empty(), "its records could not be read: " + not.reason()));
    };
  }

  private static List<Resource<?>> moved(Drift drift) {
    return drift.changes().stream()
        .filter(change -> change.origin() == Origin.CORRECTIVE)
        .<Resource<?>>map(ResourceChange::resource)
        .toList();
  }

  private static List<DriftReport.Clue> clues(Map<ResourceId, Evidence> evidence) {
    List<DriftReport.Clue> clues = new ArrayList<>();
    evidence.forEach((id, found) ->
        found.clues().stream()
            .limit(MOST_CLUES - clues.size())
            .forEach(clue -> clues.add(clue(id, clue))));
    return clues;
  }

  private static DriftReport.Clue clue(ResourceId id, Evidence.Clue clue) {
    String by = clue.who().isEmpty() ? "" : clue.who() + ": ";
    return new DriftReport.Clue(
        clue.source().word(),
        Optional.of(clue.at()),
        "%s: %s%s".formatted(Printable.line(id.toString()), by, clue.what()));
  }
}
