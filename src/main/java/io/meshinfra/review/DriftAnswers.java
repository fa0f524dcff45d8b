package io.meshinfra.review;

import io.meshinfra.converge.Outcome;
import io.meshinfra.forge.Answer;
import io.meshinfra.forge.Forge;
import io.meshinfra.forge.Proposes;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.journal.DriftJournal;
import io.meshinfra.journal.DriftRequest;
import io.meshinfra.journal.DriftRequest.Stage;
import io.meshinfra.model.NodeName;
import io.meshinfra.reconcile.pass.Pass;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * What follows from the end of a pull request about drift: closed by somebody, the node is put
 * back; and the other way round, when the drift is over, the pull request is closed. Used by one
 * thread.
 */
final class DriftAnswers {
  private static final Logger LOG = Logger.getLogger(DriftAnswers.class);

  private final Forge forge;
  private final Optional<Proposes> proposes;
  private final Asking asking;
  private final DriftHub hub;
  private final DriftJournal journal;

  DriftAnswers(Means means, DriftHub hub, DriftJournal journal) {
    this.forge = means.connection().forge();
    this.proposes = means.connection().proposes();
    this.asking = means.asking();
    this.hub = hub;
    this.journal = journal;
  }

  /** Why a pull request about drift is to be closed by the hub. */
  enum Over {
    WENT_AWAY("The drift went away by itself: the last probe saw the node as git has it."),
    LEFT_THE_FLEET("The node has left the fleet, so nobody looks at it any more.");

    private final String word;

    Over(String word) {
      this.word = word;
    }
  }

  /** Looks what became of a pull request that is open no more. */
  void look(DriftRequest request, Optional<DriftCase> present) {
    asking
        .of(() -> forge.find(id(request)))
        .ifPresent(pull -> {
          switch (pull.state()) {
            case OPEN -> {}
            case MERGED -> journal.stage(request.node(), Stage.ADOPTED);
            case CLOSED -> {
              journal.stage(request.node(), Stage.REVERTED);
              revert(request, present, "whoever closed pull request " + pull.id());
            }
          }
        });
  }

  /** Only what was shown is put back: drift that changed since then is told anew. */
  private void revert(DriftRequest request, Optional<DriftCase> present, String by) {
    Optional<DriftCase> shown =
        present.filter(drift -> drift.revert().seen().hash().equals(request.planHash()));
    if (shown.isEmpty()) {
      say(request, "The node is not as this pull request tells any more, so nothing was done.");
      return;
    }
    try {
      hub.revert(request.node(), shown.get().revert(), by);
    } catch (RuntimeException e) {
      LOG.warnf("the drift of node %s was not reverted: %s", request.node(), e.getMessage());
      say(request, "Not reverted: the hub does not let it now; mesh get nodes tells why.");
    }
  }

  /** What became of putting a node back, under the pull request that was closed for it. */
  void reverted(Pass pass) {
    journal
        .request(pass.node())
        .filter(request -> request.stage() == Stage.REVERTED)
        .ifPresent(request -> say(request, sentence(pass)));
  }

  private static String sentence(Pass pass) {
    String why = "; `mesh get run " + pass.run() + "` tells why.";
    return switch (pass.outcome()) {
      case Outcome.Converged converged -> "Reverted: the node is as git has it.";
      case Outcome.InSync inSync -> "The node was as git has it already.";
      case Outcome.StillDrifting drifting -> "Put back; other drift is left on the node.";
      case Outcome.RolledBack rolledBack -> "Not reverted: it locked the hub out" + why;
      case Outcome.Failed failed -> "Not reverted" + why;
      case Outcome.Skipped skipped -> "Not reverted" + why;
      case Outcome.Deferred deferred -> "Not reverted yet" + why;
    };
  }

  /** The drift is over. False when the forge has to be asked again later. */
  boolean over(NodeName node, Over why) {
    Optional<DriftRequest> request = journal.request(node).filter(r -> r.stage() == Stage.OPEN);
    if (request.isEmpty()) {
      return true;
    }
    return switch (asking.answer(() -> forge.find(id(request.get())))) {
      case Answer.Later<PullRequest> later -> false;
      case Answer.Refused<PullRequest> refused -> staged(node, Stage.GONE);
      case Answer.Given<PullRequest> given ->
          switch (given.value().state()) {
            case OPEN -> closed(request.get(), why);
            case MERGED -> staged(node, Stage.ADOPTED);
            case CLOSED -> staged(node, Stage.GONE);
          };
    };
  }

  private boolean staged(NodeName node, Stage stage) {
    journal.stage(node, stage);
    return true;
  }

  /** First the journal: a close of the hub is no wish of anybody to revert. */
  private boolean closed(DriftRequest request, Over why) {
    String word = why.word + " mesh closes this.";
    if (asking.answer(() -> forge.write(id(request), Optional.empty(), word))
        instanceof Answer.Later<?>) {
      return false;
    }
    journal.stage(request.node(), Stage.GONE);
    proposes.ifPresent(p -> asking.of(() -> p.close(id(request))));
    return true;
  }

  private void say(DriftRequest request, String word) {
    asking.of(() -> forge.write(id(request), Optional.empty(), word));
  }

  private static PullRequest.Id id(DriftRequest request) {
    return new PullRequest.Id(request.pullRequest());
  }
}
