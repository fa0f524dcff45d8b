package io.meshinfra.cli.ground;

import io.meshinfra.cli.text.Counted;
import io.meshinfra.desired.Catalogs;
import io.meshinfra.desired.Loading;
import io.meshinfra.model.Content;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.model.Revision;
import io.meshinfra.reconcile.agent.FleetsByRevision;
import io.meshinfra.reconcile.agent.SessionReach;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.session.FleetDifference;
import io.meshinfra.session.Reach;
import io.meshinfra.session.ScopeCheck;
import io.meshinfra.session.ScopeFinding;
import io.meshinfra.session.SessionCommit;
import io.meshinfra.session.SessionContract;
import io.meshinfra.source.WorkingCopy;
import io.meshinfra.source.WorkingCopy.Staged;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares what is staged with the contract, as the hub will compare the commit. */
record StagedScope(WorkingCopy copy, OwnContract own, Place place) {

  void check(Staged staged, Optional<Loading> manifests, Instant now, Report report)
      throws UnreadableFile {
    SessionContract contract = own.contract();
    Optional<Revision> head = copy.head();
    List<ScopeFinding> findings = new ArrayList<>();
    try {
      findings.addAll(ScopeCheck.commit(contract, facts(staged, head, now), now));
      if (contract.limits().needReach()) {
        findings.addAll(ScopeCheck.reach(contract, reach(staged.tree(), manifests, head)));
      }
    } catch (IOException e) {
      throw new UnreadableFile("the history cannot be read: " + e.getMessage());
    }
    report.add(
        "scope",
        Counted.of(staged.paths().paths().size(), "path") + " staged, all in scope",
        findings);
  }

  private SessionCommit facts(Staged staged, Optional<Revision> head, Instant now)
      throws IOException, UnreadableFile {
    String own = this.own.contract().id().path();
    Optional<Content> after =
        staged.paths().paths().contains(own) ? staged.tree().read(own) : Optional.empty();
    boolean follows =
        head.isPresent() && copy.commits().follows(head.get(), this.own.contract().base());
    return new SessionCommit(
        staged.tree().revision(),
        now,
        staged.paths().paths(),
        staged.paths().isWhole(),
        follows,
        after);
  }

  /** What the session reached by its commits, and what it would reach by this one. */
  private Reach reach(FileTree staged, Optional<Loading> manifests, Optional<Revision> head)
      throws IOException, UnreadableFile {
    Optional<String> folder = place.folder(staged);
    if (folder.isEmpty() || head.isEmpty()) {
      return Reach.NOTHING;
    }
    Catalogs catalogs = new Catalogs(ResourceTypes.installed());
    FleetsByRevision fleets =
        new FleetsByRevision(copy::tree, tree -> catalogs.load(tree, folder.get()));
    Reach before = new SessionReach(copy.commits(), fleets).of(own.contract(), head.get());
    return before.and(between(fleets.at(head.get()), manifests.orElseThrow()));
  }

  private static Reach between(Loading before, Loading after) {
    if (before instanceof Loading.Loaded earlier && after instanceof Loading.Loaded later) {
      return FleetDifference.between(earlier.fleet(), later.fleet());
    }
    return new Reach.Untold("the manifests have mistakes");
  }
}
