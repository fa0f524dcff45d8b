package io.meshinfra.source;

import io.meshinfra.model.Printable;
import io.meshinfra.model.Revision;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.InvalidObjectIdException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/** Reads commits and how they follow each other. */
record History(Repository repository) {
  static final int LONGEST_LOG = 100;
  private static final int LONGEST_REF = 256;

  /** Why {@code to} does not follow {@code from}; empty when it does. */
  Optional<String> rewindReason(Revision from, ObjectId to) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      RevCommit after = walk.parseCommit(to);
      RevCommit before;
      try {
        before = walk.parseCommit(ObjectId.fromString(from.id()));
      } catch (MissingObjectException e) {
        return Optional.of("the accepted revision is not in the history of the remote any more");
      }
      if (walk.isMergedInto(before, after)) {
        return Optional.empty();
      }
      return Optional.of(
          walk.isMergedInto(after, before)
              ? "the branch was set back to an older commit"
              : "the history of the branch was rewritten");
    }
  }

  Optional<Revision> revisionOf(String ref) {
    if (ref.length() > LONGEST_REF) {
      return Optional.empty();
    }
    try (RevWalk walk = new RevWalk(repository)) {
      ObjectId id = repository.resolve(ref);
      return id == null
          ? Optional.empty()
          : Optional.of(new Revision(walk.parseCommit(id).getName()));
    } catch (IOException | RuntimeException e) {
      // Not a name of a commit here: ambiguous, malformed, or of another kind of object.
      return Optional.empty();
    }
  }

  Optional<CommitInfo> commit(Revision revision) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      return Optional.of(info(walk.parseCommit(ObjectId.fromString(revision.id()))));
    } catch (MissingObjectException | InvalidObjectIdException e) {
      return Optional.empty();
    }
  }

  List<CommitInfo> log(Revision from, Revision to) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      walk.markStart(walk.parseCommit(ObjectId.fromString(to.id())));
      walk.markUninteresting(walk.parseCommit(ObjectId.fromString(from.id())));
      List<CommitInfo> all = new ArrayList<>();
      for (RevCommit next = walk.next();
          next != null && all.size() < LONGEST_LOG;
          next = walk.next()) {
        all.add(info(next));
      }
      return all;
    } catch (MissingObjectException | InvalidObjectIdException e) {
      return List.of();
    }
  }

  static CommitInfo info(RevCommit commit) {
    PersonIdent author = commit.getAuthorIdent();
    String name =
        author == null ? "unknown" : author.getName() + " <" + author.getEmailAddress() + ">";
    Instant at = author == null ? Instant.EPOCH : author.getWhenAsInstant();
    String subject = commit.getFullMessage().lines().findFirst().orElse("");
    return new CommitInfo(
        new Revision(commit.getName()), Printable.line(name), at, Printable.line(subject));
  }
}
