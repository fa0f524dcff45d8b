package io.meshinfra.review;

import io.meshinfra.adopt.Adoption;
import io.meshinfra.desired.Fleet;
import io.meshinfra.forge.Answer;
import io.meshinfra.forge.HubBranches;
import io.meshinfra.forge.Proposes;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.journal.DriftJournal;
import io.meshinfra.journal.DriftRequest;
import io.meshinfra.journal.DriftRequest.Stage;
import io.meshinfra.journal.DriftSeen;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.Revision;
import io.meshinfra.report.review.DriftComment;
import io.meshinfra.report.review.DriftReport;
import io.meshinfra.report.review.DriftReport.Adopting;
import io.meshinfra.source.BranchEdit;
import io.meshinfra.source.BranchResult;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the pull request about the drift of a node: first its branch, then itself. */
final class DriftProposals {
  private static final String KEPT_BACK =
      "its text would be in git for more people than may read it on the node; mesh drift adopt"
          + " writes it into a working copy";

  private final Means means;
  private final DriftHub hub;
  private final DriftJournal journal;
  private final ReviewRules rules;

  DriftProposals(Means means, DriftHub hub, DriftJournal journal, ReviewRules rules) {
    this.means = means;
    this.hub = hub;
    this.journal = journal;
    this.rules = rules;
  }

  /** What became of the branch. */
  sealed interface Pushed {
    /** It is there, and this is to be told. */
    record Ready(DriftReport report) implements Pushed {}

    /** Nothing of it can be adopted, so there would be nothing to merge. */
    record Empty() implements Pushed {}

    /** The remote may be away. */
    record Later(String reason) implements Pushed {}

    /** The remote does not let the hub. */
    record Denied(String reason) implements Pushed {}
  }

  /** Whether the forge lets the hub open pull requests at all. */
  boolean arePossible() {
    return means.connection().proposes().isPresent();
  }

  /** Thinks out the commit and pushes it; takes too long for the one thread. */
  Pushed push(DriftCase drift) {
    Adoption adoption = hub.adoption(drift.drift(), drift.adoptable());
    List<DriftReport.Clue> clues = hub.clues(drift.drift());
    Map<String, Optional<String>> files = DriftFiles.texts(adoption).orElse(Map.of());
    if (files.isEmpty()) {
      return new Pushed.Empty();
    }
    BranchEdit edit =
        new BranchEdit(
            branch(drift.node()),
            Optional.of(drift.drift().revision()),
            files,
            "Adopt what drifted on " + drift.node());
    return switch (hub.push(edit)) {
      case BranchResult.Failed<Revision> failed -> new Pushed.Later(failed.reason());
      case BranchResult.Denied<Revision> denied -> new Pushed.Denied(denied.reason());
      case BranchResult.Done<Revision> done -> new Pushed.Ready(report(drift, adoption, clues));
    };
  }

  private static String branch(NodeName node) {
    return HubBranches.DRIFT + node;
  }

  private DriftReport report(DriftCase drift, Adoption adoption, List<DriftReport.Clue> clues) {
    Map<ResourceId, Instant> since = new HashMap<>();
    for (DriftSeen seen : journal.of(drift.node())) {
      since.put(seen.resource(), seen.since());
    }
    Map<ResourceId, Adopting> adopting = DriftFiles.adopting(drift.node(), adoption);
    Instant at = drift.drift().probedAt();
    return new DriftReport(
        means.hub().inForce().map(Fleet::name).orElse(""),
        rules.hub(),
        drift.node(),
        drift.drift().revision(),
        at,
        drift.changes().stream()
            .map(change ->
                new DriftReport.Item(
                    change,
                    since.getOrDefault(change.id(), at),
                    adopting.getOrDefault(change.id(), new Adopting.Impossible(KEPT_BACK))))
            .toList(),
        drift.waits(),
        drift.revert().seen().hash(),
        clues);
  }

  /** Opens it, or brings the open one up to date; false when the forge has to be asked again. */
  boolean open(DriftCase drift, DriftReport report) {
    Proposes.Proposal proposal =
        new Proposes.Proposal(
            branch(drift.node()),
            rules.branch(),
            report.title(),
            DriftComment.of(report, means.publisher().page()).text());
    Proposes proposes = means.connection().proposes().orElseThrow();
    return switch (means.asking().answer(() -> proposes.propose(proposal))) {
      case Answer.Given<PullRequest> given -> {
        record(drift, given.value());
        yield true;
      }
      case Answer.Refused<PullRequest> refused -> true;
      case Answer.Later<PullRequest> later -> false;
    };
  }

  private void record(DriftCase drift, PullRequest pull) {
    Instant now = means.clock().instant();
    Instant opened =
        journal
            .request(drift.node())
            .filter(last -> last.pullRequest().equals(pull.id().value()))
            .map(DriftRequest::openedAt)
            .orElse(now);
    journal.requested(
        new DriftRequest(
            drift.node(),
            pull.id().value(),
            pull.page().toString(),
            drift.digest(),
            drift.drift().revision(),
            drift.revert().seen().hash(),
            Stage.OPEN,
            opened,
            now));
  }
}
