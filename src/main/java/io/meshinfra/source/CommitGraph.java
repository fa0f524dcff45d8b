package io.meshinfra.source;

import io.meshinfra.model.Printable;
import io.meshinfra.model.Revision;
import io.meshinfra.source.signature.CommitSignature;
import io.meshinfra.source.signature.Signers;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;

/** Commits, how they follow each other, and what each of them changed. */
public final class CommitGraph {
  /** Trailers stand at the end of a message; a longer one is no work of people. */
  private static final int LONGEST_MESSAGE = 64 * 1024;

  private final Repository repository;

  CommitGraph(Repository repository) {
    this.repository = repository;
  }

  /**
   * One commit. All of it is as its author claims.
   *
   * @param parents the branch that was merged into comes first
   * @param writtenAt the author's time, which a rebase keeps
   * @param subject the first line of the message, made printable
   * @param message as it is, of a huge one the end
   */
  public record Commit(
      Revision revision,
      List<Revision> parents,
      Instant writtenAt,
      String subject,
      String message) {
    public Commit {
      parents = List.copyOf(parents);
    }
  }

  /**
   * Some commits, parents before children.
   *
   * @param isWhole whether these are all
   */
  public record Range(List<Commit> commits, boolean isWhole) {
    public Range {
      commits = List.copyOf(commits);
    }
  }

  /**
   * Commits that {@code head} has and none of the others has.
   *
   * @param without those that are not in the repository are left out of account
   * @param most how many at most
   * @throws IOException when the head cannot be read
   */
  public Range range(Collection<Revision> without, Revision head, int most) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      walk.sort(RevSort.TOPO);
      walk.markStart(walk.parseCommit(ObjectId.fromString(head.id())));
      for (Revision revision : without) {
        markUninteresting(walk, revision);
      }
      List<Commit> commits = new ArrayList<>();
      RevCommit next = walk.next();
      while (next != null && commits.size() < most) {
        commits.add(commit(next));
        next = walk.next();
      }
      Collections.reverse(commits);
      return new Range(commits, next == null);
    }
  }

  private static void markUninteresting(RevWalk walk, Revision revision) throws IOException {
    try {
      walk.markUninteresting(walk.parseCommit(ObjectId.fromString(revision.id())));
    } catch (MissingObjectException | IncorrectObjectTypeException e) {
      // Not here, so nothing that is here comes before it.
    }
  }

  /** Whether {@code earlier} is {@code later} or one of its ancestors. */
  public boolean follows(Revision later, Revision earlier) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      return walk.isMergedInto(
          walk.parseCommit(ObjectId.fromString(earlier.id())),
          walk.parseCommit(ObjectId.fromString(later.id())));
    } catch (MissingObjectException | IncorrectObjectTypeException e) {
      return false;
    }
  }

  /** What a commit changed against its parents. */
  public ChangedPaths changedPaths(Revision commit) throws IOException {
    return new CommitDifference(repository).of(ObjectId.fromString(commit.id()));
  }

  /** What the signature of a commit is worth, by the hub's clock. */
  public CommitSignature signature(Revision commit, Signers signers, Instant now)
      throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      RevCommit parsed = walk.parseCommit(ObjectId.fromString(commit.id()));
      return signers.judge(parsed, repository, now);
    }
  }

  private static Commit commit(RevCommit commit) {
    PersonIdent author = commit.getAuthorIdent();
    String message = commit.getFullMessage();
    List<Revision> parents = new ArrayList<>();
    for (RevCommit parent : commit.getParents()) {
      parents.add(new Revision(parent.getName()));
    }
    return new Commit(
        new Revision(commit.getName()),
        parents,
        author == null ? Instant.EPOCH : author.getWhenAsInstant(),
        Printable.line(message.lines().findFirst().orElse("")),
        message.substring(Math.max(0, message.length() - LONGEST_MESSAGE)));
  }
}
