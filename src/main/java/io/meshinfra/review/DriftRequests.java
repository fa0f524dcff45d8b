package io.meshinfra.review;

import io.meshinfra.forge.PullRequest;
import io.meshinfra.journal.DriftJournal;
import io.meshinfra.journal.DriftRequest;
import io.meshinfra.journal.DriftRequest.Stage;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Origin;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.review.DriftProposals.Pushed;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * One pull request for each node on which somebody changed something by hand that mesh leaves
 * alone: merging it adopts the change, closing it reverts it. Kept up to date, and closed with a
 * word when the drift goes away. Used by one thread.
 */
final class DriftRequests {
  private static final Logger LOG = Logger.getLogger(DriftRequests.class);

  /** Why a pass is made that puts a node back, see {@link io.meshinfra.reconcile.Hub#revert}. */
  private static final String REVERT = "revert";

  /** After a push that failed: the remote may be away, and thinking it out again takes time. */
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final Means means;
  private final DriftAnswers answers;
  private final DriftProposals proposals;
  private final DriftJournal journal;
  private final Map<NodeName, String> unwritable = new HashMap<>();
  private final Map<NodeName, Instant> notBefore = new HashMap<>();
  private final Set<NodeName> atWork = new HashSet<>();
  private final Set<NodeName> probed = new HashSet<>();
  private final Map<NodeName, DriftCase> untold = new HashMap<>();
  private final Map<NodeName, DriftCase> present = new HashMap<>();
  private final Map<NodeName, DriftAnswers.Over> gone = new HashMap<>();

  DriftRequests(Means means, DriftAnswers answers, DriftProposals proposals, DriftJournal journal) {
    this.means = means;
    this.answers = answers;
    this.proposals = proposals;
    this.journal = journal;
  }

  /** A pass saw the node. */
  void ended(Pass pass) {
    if (pass.remaining().isEmpty() || !proposals.arePossible()) {
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
    if (!moved) {
      over(pass.node(), DriftAnswers.Over.WENT_AWAY);
    }
  }

  private void over(NodeName node, DriftAnswers.Over why) {
    present.remove(node);
    untold.remove(node);
    journal
        .request(node)
        .ifPresent(request -> {
          switch (request.stage()) {
            case OPEN -> gone.put(node, why);
            // When it drifts in the same way once more, that is news again.
            case ADOPTED, REVERTED -> journal.stage(node, Stage.GONE);
            case GONE -> {}
          }
        });
  }

  /** These are the nodes of the fleet now; nobody looks any more at one that has left it. */
  void keepOnly(Set<NodeName> nodes) {
    for (DriftRequest request : journal.requests(Stage.OPEN)) {
      if (!nodes.contains(request.node())) {
        over(request.node(), DriftAnswers.Over.LEFT_THE_FLEET);
      }
    }
  }

  boolean hasSomethingToDo() {
    return !untold.isEmpty() || !gone.isEmpty();
  }

  /** Opens, brings up to date and closes what is to be. */
  void goOn() {
    for (DriftCase drift : List.copyOf(untold.values())) {
      Instant from = notBefore.getOrDefault(drift.node(), Instant.MIN);
      boolean waits = means.clock().instant().isBefore(from);
      if (!waits && means.asking().mayAsk() && atWork.add(drift.node())) {
        means.workers().execute(() -> push(drift));
      }
    }
    Map.copyOf(gone)
        .forEach((node, why) -> {
          if (means.asking().mayAsk() && answers.over(node, why)) {
            gone.remove(node);
          }
        });
  }

  private void push(DriftCase drift) {
    Optional<Pushed> pushed = Optional.empty();
    try {
      pushed = Optional.of(proposals.push(drift));
    } catch (RuntimeException e) {
      LOG.errorf(e, "the drift of node %s cannot be proposed", drift.node());
    } finally {
      Optional<Pushed> result = pushed;
      means
          .coordinator()
          .execute(() -> {
            atWork.remove(drift.node());
            result.ifPresentOrElse(
                done -> pushed(drift, done), () -> untold.remove(drift.node(), drift));
          });
    }
  }

  private void pushed(DriftCase drift, Pushed pushed) {
    NodeName node = drift.node();
    switch (pushed) {
      case Pushed.Ready ready -> {
        if (proposals.open(drift, ready.report())) {
          untold.remove(node, drift);
        }
      }
      case Pushed.Empty empty -> {
        LOG.infof("nothing that drifted on node %s can be adopted: mesh get drift", node);
        unwritable.put(node, drift.digest());
        untold.remove(node, drift);
      }
      case Pushed.Later later -> {
        LOG.warnf("the drift of node %s waits to be proposed: %s", node, later.reason());
        notBefore.put(node, means.clock().instant().plus(PAUSE));
      }
      case Pushed.Denied denied -> {
        LOG.errorf("the drift of node %s cannot be proposed: %s", node, denied.reason());
        untold.remove(node, drift);
      }
    }
  }

  /** Looks what became of those that are open no more; they were answered by somebody. */
  void look(Collection<PullRequest.Id> open) {
    for (DriftRequest request : journal.requests(Stage.OPEN)) {
      boolean known = probed.contains(request.node()) && !gone.containsKey(request.node());
      if (known && !open.contains(new PullRequest.Id(request.pullRequest()))) {
        answers.look(request, Optional.ofNullable(present.get(request.node())));
      }
    }
  }
}
