package io.meshinfra.review;

import io.meshinfra.adopt.Adoption;
import io.meshinfra.forge.Answer;
import io.meshinfra.forge.Proposes;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.journal.DriftJournal;
import io.meshinfra.journal.DriftRequest;
import io.meshinfra.journal.DriftRequest.Stage;
import io.meshinfra.journal.DriftSeen;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Origin;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.Revision;
import io.meshinfra.reconcile.Pass;
import io.meshinfra.report.review.DriftComment;
import io.meshinfra.report.review.DriftReport;
import io.meshinfra.report.review.DriftReport.Adopting;
import io.meshinfra.report.review.Page;
import io.meshinfra.source.BranchEdit;
import io.meshinfra.source.BranchResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * One pull request for each node on which somebody changed something by hand that mesh leaves
 * alone: merging it adopts the change, closing it reverts it. Kept up to date, and closed with a
 * word when the drift goes away. Used by one thread.
 */
final class DriftRequests {
  private static final Logger LOG = Logger.getLogger(DriftRequests.class);
  private static final String FOLDER = "mesh/drift/";

  /** Why a pass is made that puts a node back, see {@link io.meshinfra.reconcile.Hub#revert}. */
  private static final String REVERT = "revert";

  /** After a push that failed: the remote may be away, and thinking it out again takes time. */
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private static final String KEPT_BACK =
      "its text would be in git for more people than may read it on the node; mesh drift adopt"
          + " writes it into a working copy";

  private final DriftAnswers answers;
  private final Optional<Proposes> proposes;
  private final DriftHub hub;
  private final Asking asking;
  private final DriftJournal journal;
  private final ReviewRules rules;
  private final Clock clock;
  private final Page page;
  private final Supplier<String> fleet;
  private final Executor workers;
  private final Executor coordinator;
  private final Map<NodeName, String> unwritable = new HashMap<>();
  private final Map<NodeName, Instant> notBefore = new HashMap<>();
  private final Set<NodeName> atWork = new HashSet<>();
  private final Set<NodeName> probed = new HashSet<>();
  private final Map<NodeName, DriftCase> untold = new HashMap<>();
  private final Map<NodeName, DriftCase> present = new HashMap<>();
  private final Set<NodeName> gone = new HashSet<>();

  /**
   * @param fleet name of the fleet in force
   */
  DriftRequests(
      PullRequests.Means means,
      DriftHub hub,
      DriftJournal journal,
      Page page,
      ReviewRules rules,
      Supplier<String> fleet) {
    this.answers = new DriftAnswers(means, hub, journal);
    this.proposes = means.connection().proposes();
    this.asking = means.asking();
    this.clock = means.clock();
    this.workers = means.workers();
    this.coordinator = means.coordinator();
    this.hub = hub;
    this.journal = journal;
    this.page = page;
    this.rules = rules;
    this.fleet = fleet;
  }

  /** The branch of the pull request about a node. */
  static String branch(NodeName node) {
    return FOLDER + node;
  }

  /** A pass saw the node. */
  void ended(Pass pass) {
    if (pass.remaining().isEmpty() || proposes.isEmpty()) {
      return;
    }
    probed.add(pass.node());
    if (pass.trigger().equals(REVERT)) {
      answers.reverted(pass);
      fine(pass);
    } else {
      DriftCase.of(pass).ifPresentOrElse(this::drifts, () -> fine(pass));
    }
  }

  private void drifts(DriftCase drift) {
    present.put(drift.node(), drift);
    gone.remove(drift.node());
    Optional<DriftRequest> last = journal.request(drift.node());
    boolean told =
        last.filter(request -> request.drift().equals(drift.digest()))
            .filter(request -> request.stage() != Stage.GONE)
            .filter(request ->
                request.stage() != Stage.OPEN || request.base().equals(drift.drift().revision()))
            .isPresent();
    if (!told && !drift.digest().equals(unwritable.get(drift.node()))) {
      untold.put(drift.node(), drift);
    }
  }

  /** Nothing that moved is left. */
  private void fine(Pass pass) {
    boolean moved =
        pass.remaining().orElseThrow().changes().stream()
            .anyMatch(change -> change.origin() == Origin.CORRECTIVE);
    if (moved) {
      return;
    }
    present.remove(pass.node());
    untold.remove(pass.node());
    journal.request(pass.node()).ifPresent(this::over);
  }

  /** When it drifts in the same way once more, that is news again. */
  private void over(DriftRequest request) {
    switch (request.stage()) {
      case OPEN -> gone.add(request.node());
      case ADOPTED, REVERTED -> journal.stage(request.node(), Stage.GONE);
      case GONE -> {}
    }
  }

  boolean hasSomethingToDo() {
    return !untold.isEmpty() || !gone.isEmpty();
  }

  /** Opens, brings up to date and closes what is to be. */
  void goOn() {
    for (DriftCase drift : List.copyOf(untold.values())) {
      boolean waits = clock.instant().isBefore(notBefore.getOrDefault(drift.node(), Instant.MIN));
      if (!waits && asking.mayAsk() && atWork.add(drift.node())) {
        workers.execute(() -> prepare(drift));
      }
    }
    for (NodeName node : List.copyOf(gone)) {
      if (asking.mayAsk() && answers.over(node)) {
        gone.remove(node);
      }
    }
  }

  /** Thinks out the commit and pushes it; takes too long for the one thread. */
  private void prepare(DriftCase drift) {
    Runnable end = () -> {};
    try {
      Adoption adoption = hub.adoption(drift.drift(), drift.adoptable());
      List<DriftReport.Clue> clues = hub.clues(drift.drift());
      end = pushed(drift, adoption, clues);
    } catch (RuntimeException e) {
      LOG.errorf(e, "the drift of node %s cannot be proposed", drift.node());
      end = () -> untold.remove(drift.node(), drift);
    } finally {
      Runnable last = end;
      coordinator.execute(() -> {
        atWork.remove(drift.node());
        last.run();
      });
    }
  }

  /** What is to be done afterwards. Without a change there is nothing that could be merged. */
  private Runnable pushed(DriftCase drift, Adoption adoption, List<DriftReport.Clue> clues) {
    Map<String, Optional<String>> files = DriftFiles.texts(adoption).orElse(Map.of());
    if (files.isEmpty()) {
      LOG.infof("nothing that drifted on node %s can be adopted: mesh get drift", drift.node());
      return () -> {
        unwritable.put(drift.node(), drift.digest());
        untold.remove(drift.node(), drift);
      };
    }
    BranchEdit edit =
        new BranchEdit(
            branch(drift.node()),
            Optional.of(drift.drift().revision()),
            files,
            "Adopt what drifted on " + drift.node());
    return switch (hub.push(edit)) {
      case BranchResult.Failed<Revision> failed -> {
        LOG.warnf("the drift of node %s waits to be proposed: %s", drift.node(), failed.reason());
        yield () -> notBefore.put(drift.node(), clock.instant().plus(PAUSE));
      }
      case BranchResult.Denied<Revision> denied -> {
        LOG.errorf("the drift of node %s cannot be proposed: %s", drift.node(), denied.reason());
        yield () -> untold.remove(drift.node(), drift);
      }
      case BranchResult.Done<Revision> done -> () -> open(drift, report(drift, adoption, clues));
    };
  }

  private void open(DriftCase drift, DriftReport report) {
    Proposes.Proposal proposal =
        new Proposes.Proposal(
            branch(drift.node()),
            rules.branch(),
            report.title(),
            DriftComment.of(report, page).text());
    switch (asking.answer(() -> proposes.orElseThrow().propose(proposal))) {
      case Answer.Given<PullRequest> given -> {
        record(drift, given.value());
        untold.remove(drift.node(), drift);
      }
      case Answer.Refused<PullRequest> refused -> untold.remove(drift.node(), drift);
      case Answer.Later<PullRequest> later -> {}
    }
  }

  private void record(DriftCase drift, PullRequest pull) {
    Instant now = clock.instant();
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

  private DriftReport report(DriftCase drift, Adoption adoption, List<DriftReport.Clue> clues) {
    Map<ResourceId, Instant> since = new HashMap<>();
    for (DriftSeen seen : journal.of(drift.node())) {
      since.put(seen.resource(), seen.since());
    }
    Map<ResourceId, Adopting> adopting = DriftFiles.adopting(drift.node(), adoption);
    Instant at = drift.drift().probedAt();
    return new DriftReport(
        fleet.get(),
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

  /** Looks what became of those that are open no more; they were answered by somebody. */
  void look(Collection<PullRequest.Id> open) {
    for (DriftRequest request : journal.requests(Stage.OPEN)) {
      boolean known = probed.contains(request.node()) && !gone.contains(request.node());
      if (known && !open.contains(new PullRequest.Id(request.pullRequest()))) {
        answers.look(request, present(request.node()));
      }
    }
  }

  /** The drift of a node that mesh leaves alone now. */
  Optional<DriftCase> present(NodeName node) {
    return Optional.ofNullable(present.get(node));
  }
}
