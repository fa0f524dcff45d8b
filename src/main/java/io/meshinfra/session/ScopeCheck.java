package io.meshinfra.session;

import io.meshinfra.model.Printable;
import io.meshinfra.session.ScopeFinding.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares a change with its contract; no finding means that it is in scope. */
public final class ScopeCheck {
  /** Clocks of machines that people work on differ by that much. */
  static final Duration SKEW = Duration.ofMinutes(5);

  /**
   * When a commit was written its author says, and could lie. So a contract that is over lets
   * nothing in any more after the time that a review may take.
   */
  public static final Duration MERGED_WITHIN = Duration.ofDays(7);

  /** More would help nobody to mend it. */
  private static final int MOST_FINDINGS = 50;

  /** What every commit of a session may bring along. */
  static final String SNAPSHOT = "docs/_generated/snapshot.json";

  private ScopeCheck() {}

  /** Time and paths of one commit. */
  public static List<ScopeFinding> commit(
      SessionContract contract, SessionCommit commit, Instant now) {
    List<ScopeFinding> findings = new ArrayList<>(time(contract, commit.writtenAt(), now));
    if (!commit.followsBase()) {
      findings.add(
          new ScopeFinding(
              Rule.CONTRACT,
              "the session starts from %s, and this commit does not come after it"
                  .formatted(contract.base().abbreviated())));
    }
    if (!commit.isWhole()) {
      findings.add(
          new ScopeFinding(
              Rule.PATH,
              "it changes more than %d paths, more than anybody can look at: split it"
                  .formatted(commit.paths().size())));
    }
    for (String path : commit.paths()) {
      path(contract, path, commit).ifPresent(findings::add);
    }
    return bounded(findings);
  }

  private static List<ScopeFinding> time(SessionContract contract, Instant written, Instant now) {
    SessionContract.Life life = contract.life();
    List<String> wrong = new ArrayList<>();
    if (written.isBefore(life.created().minus(SKEW))) {
      wrong.add("written at %s, before the session began at %s".formatted(written, life.created()));
    }
    if (!written.isBefore(life.expires())) {
      wrong.add(
          "the contract expired at %s, and this was written at %s: begin a new session"
              .formatted(life.expires(), written));
    }
    if (written.isAfter(now.plus(SKEW))) {
      wrong.add("written at %s, which is still to come; now it is %s".formatted(written, now));
    }
    if (now.isAfter(life.expires().plus(MERGED_WITHIN))) {
      wrong.add(
          "the contract expired at %s, more than %d days ago: what it covers must be merged by then"
              .formatted(life.expires(), MERGED_WITHIN.toDays()));
    }
    return wrong.stream().map(message -> new ScopeFinding(Rule.TIME, message)).toList();
  }

  private static Optional<ScopeFinding> path(
      SessionContract contract, String path, SessionCommit commit) {
    if (path.equals(SNAPSHOT)) {
      return Optional.empty();
    }
    String shown = Printable.line(path);
    if (path.equals(contract.id().path())) {
      return ownContract(contract, commit);
    }
    if (ProtectedPaths.isProtected(path)) {
      return Optional.of(
          new ScopeFinding(Rule.PROTECTED, shown + " is protected: people change it, no session"));
    }
    Optional<PathGlob> excluded = contract.paths().excludes(path);
    if (excluded.isPresent()) {
      return Optional.of(
          new ScopeFinding(Rule.PATH, shown + " is excluded by " + excluded.get().text()));
    }
    return contract.paths().includes(path)
        ? Optional.empty()
        : Optional.of(
            new ScopeFinding(Rule.PATH, shown + " is not among the paths of the contract"));
  }

  /** A session may carry its contract along, as it is, and never change or remove it. */
  private static Optional<ScopeFinding> ownContract(
      SessionContract contract, SessionCommit commit) {
    boolean unchanged = commit.contractAfter().map(contract.text()::equals).orElse(false);
    return unchanged
        ? Optional.empty()
        : Optional.of(
            new ScopeFinding(
                Rule.CONTRACT,
                "it changes its own contract %s: a session cannot widen itself; begin a new one"
                    .formatted(contract.id().path())));
  }

  /** What all commits of a session reach together. */
  public static List<ScopeFinding> reach(SessionContract contract, Reach reach) {
    if (!contract.limits().needReach()) {
      return List.of();
    }
    return switch (reach) {
      case Reach.Untold untold ->
          List.of(
              new ScopeFinding(
                  Rule.NODES, "which nodes it reaches cannot be told: " + untold.reason()));
      case Reach.Told told -> bounded(ReachCheck.check(contract.limits(), told));
    };
  }

  private static List<ScopeFinding> bounded(List<ScopeFinding> findings) {
    if (findings.size() <= MOST_FINDINGS) {
      return findings;
    }
    List<ScopeFinding> shown = new ArrayList<>(findings.subList(0, MOST_FINDINGS));
    shown.add(
        new ScopeFinding(
            findings.get(MOST_FINDINGS).rule(),
            "and %d more".formatted(findings.size() - MOST_FINDINGS)));
    return shown;
  }
}
