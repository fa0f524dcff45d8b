package io.meshinfra.review;

import io.meshinfra.adopt.Adopter;
import io.meshinfra.adopt.Adoption;
import io.meshinfra.drift.Drift;
import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.Revision;
import io.meshinfra.reconcile.Revert;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.revision.Fleets;
import io.meshinfra.report.review.DriftReport;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.secret.Secrets;
import io.meshinfra.source.BranchEdit;
import io.meshinfra.source.BranchResult;
import io.meshinfra.source.RemoteBranches;
import io.meshinfra.source.SourceSettings;
import io.meshinfra.support.MemoryForge;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Real adoption and real pushes to a real repository; reverts are only noted. */
final class SimulatedDriftHub implements DriftHub, AutoCloseable {
  final List<String> reverts = new CopyOnWriteArrayList<>();
  volatile Optional<BranchResult<Revision>> trouble = Optional.empty();
  private final Fleets fleets;
  private final RemoteBranches remote;
  private final MemoryForge forge;

  SimulatedDriftHub(
      Fleets fleets, SourceSettings settings, Path folder, MemoryForge forge, Clock clock) {
    this.fleets = fleets;
    this.remote = new RemoteBranches(settings, folder, Secrets.installed(), clock);
    this.forge = forge;
  }

  @Override
  public Adoption adoption(Drift drift, Set<ResourceId> wanted) {
    try {
      return new Adopter(ResourceTypes.installed())
          .adopt(
              fleets.files(drift.revision()),
              "",
              List.of(drift),
              (node, id) -> wanted.contains(id));
    } catch (UnreadableFile e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public BranchResult<Revision> push(BranchEdit edit) {
    if (trouble.isPresent()) {
      return trouble.get();
    }
    BranchResult<Revision> result = remote.write(edit);
    if (result instanceof BranchResult.Done<Revision> done) {
      forge.branch(edit.branch(), done.value());
    }
    return result;
  }

  @Override
  public CompletableFuture<Pass> revert(NodeName node, Revert revert, String by) {
    reverts.add(node + " " + revert.seen().hash() + " " + revert.resources() + " by " + by);
    return new CompletableFuture<>();
  }

  @Override
  public List<DriftReport.Clue> clues(Drift drift) {
    return List.of(
        new DriftReport.Clue("logins", Optional.of(drift.probedAt()), "mallory on pts/0"));
  }

  @Override
  public void close() {
    remote.close();
  }
}
