package io.meshinfra.session;

import io.meshinfra.model.Revision;
import java.util.List;
import java.util.Optional;

/**
 * Whether the commits of sessions between two revisions kept to their contracts; the value behind
 * the status {@code mesh/scope} of a pull request.
 *
 * @param commits those that name a session, oldest first; others are people's and not judged here
 * @param sessions what each session reaches by all its commits
 * @param trouble why nothing could be judged; then nothing passes
 */
public record ScopeReport(
    List<CommitScope> commits, List<SessionScope> sessions, Optional<String> trouble) {
  public ScopeReport {
    commits = List.copyOf(commits);
    sessions = List.copyOf(sessions);
  }

  /** No commit names a session. */
  public static final ScopeReport NO_SESSION =
      new ScopeReport(List.of(), List.of(), Optional.empty());

  public static ScopeReport untold(String reason) {
    return new ScopeReport(List.of(), List.of(), Optional.of(reason));
  }

  /**
   * One commit.
   *
   * @param subject its first line, made printable
   * @param session that it names, as it is written; several are a finding
   */
  public record CommitScope(
      Revision revision, String subject, String session, List<ScopeFinding> findings) {
    public CommitScope {
      findings = List.copyOf(findings);
    }
  }

  /** All commits of one session together. */
  public record SessionScope(SessionContract contract, Reach reach, List<ScopeFinding> findings) {
    public SessionScope {
      findings = List.copyOf(findings);
    }
  }

  public boolean passes() {
    return trouble.isEmpty()
        && commits.stream().allMatch(commit -> commit.findings().isEmpty())
        && sessions.stream().allMatch(session -> session.findings().isEmpty());
  }

  /** Whether there is anything to tell. */
  public boolean isEmpty() {
    return commits.isEmpty() && trouble.isEmpty();
  }

  /** One line, as for a commit status. */
  public String headline() {
    if (trouble.isPresent()) {
      return "cannot be judged: " + trouble.get();
    }
    long outside =
        commits.stream().filter(commit -> !commit.findings().isEmpty()).count()
            + sessions.stream().filter(session -> !session.findings().isEmpty()).count();
    if (commits.isEmpty()) {
      return "no commit names a session";
    }
    String of = commits.size() == 1 ? "1 commit" : commits.size() + " commits";
    return outside == 0 ? of + " of sessions, all in scope" : of + " of sessions, not all in scope";
  }

  /** All findings, a line each; empty when it passes. */
  public String reasons() {
    StringBuilder out = new StringBuilder();
    trouble.ifPresent(why -> out.append(why).append('\n'));
    for (CommitScope commit : commits) {
      for (ScopeFinding finding : commit.findings()) {
        out.append(
            "%s (%s) %s%n".formatted(commit.revision().abbreviated(), commit.session(), finding));
      }
    }
    for (SessionScope session : sessions) {
      for (ScopeFinding finding : session.findings()) {
        out.append("session %s %s%n".formatted(session.contract().id(), finding));
      }
    }
    return out.toString().replace(System.lineSeparator(), "\n");
  }
}
