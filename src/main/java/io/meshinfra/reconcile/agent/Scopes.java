package io.meshinfra.reconcile.agent;

import io.meshinfra.journal.SessionJournal;
import io.meshinfra.model.Content;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.model.Revision;
import io.meshinfra.reconcile.agent.ContractRegister.Standing;
import io.meshinfra.session.ScopeCheck;
import io.meshinfra.session.ScopeFinding;
import io.meshinfra.session.ScopeReport;
import io.meshinfra.session.ScopeReport.CommitScope;
import io.meshinfra.session.ScopeReport.SessionScope;
import io.meshinfra.session.SessionCommit;
import io.meshinfra.session.SessionContract;
import io.meshinfra.session.SessionId;
import io.meshinfra.session.SessionTrailers;
import io.meshinfra.source.ChangedPaths;
import io.meshinfra.source.CommitGraph;
import io.meshinfra.source.GitSource;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Compares the commits of sessions with their contracts. */
public final class Scopes {
  /** A branch that moved on by more is looked at by people. */
  private static final int MOST_COMMITS = 5000;

  private static final int MOST_EXCEPTIONS = 1000;

  private final GitSource source;
  private final FleetsByRevision.Reading reading;
  private final ContractRegister contracts;
  private final SessionJournal journal;
  private final Clock clock;

  Scopes(
      GitSource source,
      FleetsByRevision.Reading reading,
      ContractRegister contracts,
      SessionJournal journal,
      Clock clock) {
    this.source = source;
    this.reading = reading;
    this.contracts = contracts;
    this.journal = journal;
    this.clock = clock;
  }

  /**
   * Judges what {@code head} has and {@code base} has not: the commits of a pull request, or those
   * that came since the revision in force. Contracts are those of the base, and those that the hub
   * issued: a pull request cannot bring the contract that it is judged by.
   */
  public ScopeReport between(Revision base, Revision head) {
    try {
      return new Judgement(source.commits(), source.tree(base, ""), base).of(head);
    } catch (IOException | UnreadableFile e) {
      return ScopeReport.untold("the commits cannot be read: " + e.getMessage());
    }
  }

  private final class Judgement {
    private final CommitGraph graph;
    private final FileTree trusted;
    private final Revision base;
    private final Map<SessionId, Standing> standings = new TreeMap<>();

    Judgement(CommitGraph graph, FileTree trusted, Revision base) {
      this.graph = graph;
      this.trusted = trusted;
      this.base = base;
    }

    ScopeReport of(Revision head) throws IOException, UnreadableFile {
      List<Revision> without = new ArrayList<>(journal.accepted(MOST_EXCEPTIONS));
      without.add(base);
      CommitGraph.Range range = graph.range(without, head, MOST_COMMITS);
      if (!range.isWhole()) {
        return ScopeReport.untold(
            "more than %d commits came at once: look at them, then mesh source accept-scope %s"
                .formatted(MOST_COMMITS, head));
      }
      List<CommitScope> commits = new ArrayList<>();
      for (CommitGraph.Commit commit : range.commits()) {
        SessionTrailers trailers = SessionTrailers.of(commit.message());
        if (!trailers.isEmpty()) {
          commits.add(judged(commit, trailers));
        }
      }
      return commits.isEmpty()
          ? ScopeReport.NO_SESSION
          : new ScopeReport(commits, sessions(head), Optional.empty());
    }

    private CommitScope judged(CommitGraph.Commit commit, SessionTrailers trailers)
        throws IOException, UnreadableFile {
      List<String> names = new ArrayList<>(trailers.malformed());
      trailers.ids().forEach(id -> names.add(id.value()));
      return new CommitScope(
          commit.revision(),
          commit.subject(),
          String.join(", ", names),
          names.size() == 1 && trailers.malformed().isEmpty()
              ? findings(commit, trailers.ids().iterator().next())
              : List.of(
                  contract("it must name one session, and names " + String.join(", ", names))));
    }

    private List<ScopeFinding> findings(CommitGraph.Commit commit, SessionId id)
        throws IOException, UnreadableFile {
      return switch (standings.computeIfAbsent(id, this::standing)) {
        case Standing.None none -> List.of(contract(none.reason()));
        case Standing.Counts counts ->
            ScopeCheck.commit(counts.contract(), facts(commit, counts.contract()), clock.instant());
      };
    }

    private Standing standing(SessionId id) {
      return contracts.standing(id, Optional.of(trusted));
    }

    private SessionCommit facts(CommitGraph.Commit commit, SessionContract contract)
        throws IOException, UnreadableFile {
      Revision revision = commit.revision();
      ChangedPaths changed = graph.changedPaths(revision);
      String own = contract.id().path();
      Optional<Content> after =
          changed.paths().contains(own) ? source.tree(revision, "").read(own) : Optional.empty();
      return new SessionCommit(
          revision,
          commit.writtenAt(),
          changed.paths(),
          changed.isWhole(),
          graph.follows(revision, contract.base()),
          after);
    }

    private List<SessionScope> sessions(Revision head) throws IOException {
      List<SessionScope> sessions = new ArrayList<>();
      SessionReach reaching =
          new SessionReach(
              graph, new FleetsByRevision(revision -> source.tree(revision, ""), reading));
      for (Standing standing : standings.values()) {
        if (standing instanceof Standing.Counts counts && counts.contract().limits().needReach()) {
          SessionContract contract = counts.contract();
          var reach = reaching.of(contract, head);
          sessions.add(new SessionScope(contract, reach, ScopeCheck.reach(contract, reach)));
        }
      }
      return sessions;
    }

    private static ScopeFinding contract(String message) {
      return new ScopeFinding(ScopeFinding.Rule.CONTRACT, message);
    }
  }
}
