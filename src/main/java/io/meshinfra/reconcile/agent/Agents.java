package io.meshinfra.reconcile.agent;

import io.meshinfra.journal.Journal;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.model.Printable;
import io.meshinfra.model.Revision;
import io.meshinfra.session.ScopeReport;
import io.meshinfra.source.GitSource;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Everything about assistants that the doors, the loop and pull requests may ask of the hub. */
public final class Agents {
  private final GitSource source;
  private final Journal journal;
  private final AgentEvents events;
  private final AgentTokens tokens;
  private final ContractRegister contracts;
  private final AgentAccess access;
  private final Scopes scopes;

  /**
   * Where contracts and commits are.
   *
   * @param reading how a revision becomes a fleet
   */
  public record Repository(GitSource source, FleetsByRevision.Reading reading) {}

  public Agents(
      Repository repository,
      Journal journal,
      AgentEvents events,
      Clock clock,
      RandomGenerator random) {
    this.source = repository.source();
    this.journal = journal;
    this.events = events;
    this.contracts = new ContractRegister(journal.sessions(), this::inForce, events, clock);
    this.tokens = new AgentTokens(journal.tokens(), contracts, events, clock, random);
    this.access = new AgentAccess(contracts, events, clock);
    this.scopes = new Scopes(source, repository.reading(), contracts, journal.sessions(), clock);
  }

  private Optional<FileTree> inForce() throws UnreadableFile {
    try {
      Optional<Revision> accepted = source.accepted();
      return accepted.isEmpty() ? Optional.empty() : Optional.of(source.tree(accepted.get(), ""));
    } catch (IOException e) {
      throw new UnreadableFile(String.valueOf(e.getMessage()));
    }
  }

  public AgentTokens tokens() {
    return tokens;
  }

  public ContractRegister contracts() {
    return contracts;
  }

  public AgentAccess access() {
    return access;
  }

  public Scopes scopes() {
    return scopes;
  }

  /**
   * Why a valid revision must not come into force: a commit of a session left its contract. The
   * first revision of all is taken as it is, there is nothing to compare it with.
   */
  public Optional<String> refusal(Revision head) {
    Optional<Revision> accepted;
    try {
      accepted = source.accepted();
    } catch (IOException e) {
      return Optional.of("what was accepted last cannot be read: " + e.getMessage());
    }
    if (accepted.isEmpty() || accepted.get().equals(head)) {
      return Optional.empty();
    }
    ScopeReport report = scopes.between(accepted.get(), head);
    return report.passes()
        ? Optional.empty()
        : Optional.of(
            report.reasons()
                + "revert does not help, since the commits stay in the history: look at them, then"
                + " mesh source accept-scope %s --reason WHY; or have the branch without them"
                    .formatted(head));
  }

  /**
   * From now on the commits up to that one count as people's.
   *
   * @throws AgentRefusal.NotThere when the clone has no such commit
   */
  public Revision accept(String commit, String reason, String by) {
    Revision revision =
        source
            .revisionOf(commit)
            .orElseThrow(() ->
                new AgentRefusal.NotThere(
                    "the hub's clone has no commit " + Printable.quote(commit)));
    journal.sessions().accept(revision, reason, by);
    events.tell(
        "scope-accepted",
        "%s and what it contains, by %s: %s"
            .formatted(revision.abbreviated(), Printable.line(by), Printable.line(reason)));
    return revision;
  }
}
