package io.meshinfra.reconcile;

import io.meshinfra.desired.Catalogs;
import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.Loading;
import io.meshinfra.journal.Journal;
import io.meshinfra.journal.RevisionSeen;
import io.meshinfra.journal.RevisionSeen.Status;
import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.model.Revision;
import io.meshinfra.source.CommitInfo;
import io.meshinfra.source.FetchResult;
import io.meshinfra.source.GitSource;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Follows the branch and keeps the last good revision in force: a new one takes its place only when
 * all of it is valid and it does not go backwards.
 */
final class Revisions {
  private final GitSource source;
  private final Catalogs catalogs;
  private final String folder;
  private final Journal journal;
  private final HubEvents events;
  private final Clock clock;
  private final ReentrantLock oneAtATime = new ReentrantLock();
  private volatile Optional<Fleet> inForce = Optional.empty();
  private volatile String trouble = "";

  Revisions(
      GitSource source,
      Catalogs catalogs,
      String folder,
      Journal journal,
      HubEvents events,
      Clock clock) {
    this.source = source;
    this.catalogs = catalogs;
    this.folder = folder;
    this.journal = journal;
    this.events = events;
    this.clock = clock;
  }

  Optional<Fleet> inForce() {
    return inForce;
  }

  /** What is wrong with the source or its newest revision; empty when nothing is. */
  String trouble() {
    return trouble;
  }

  /** Takes up the revision that was in force before the hub was stopped, without the remote. */
  Optional<Fleet> resume() {
    oneAtATime.lock();
    try {
      journal.revisions().lastValid().map(RevisionSeen::revision).ifPresent(this::takeUpAgain);
      return inForce;
    } finally {
      oneAtATime.unlock();
    }
  }

  private void takeUpAgain(Revision revision) {
    try {
      if (catalogs.load(source.tree(revision, ""), folder) instanceof Loading.Loaded loaded) {
        inForce = Optional.of(loaded.fleet());
      }
    } catch (UnreadableFile e) {
      trouble(
          "revision %s, in force before, is not in the clone: %s"
              .formatted(revision.abbreviated(), e.getMessage()));
    }
  }

  /** Looks at the remote; a fleet when a new revision came into force. */
  Optional<Fleet> refresh(boolean allowRewind) {
    oneAtATime.lock();
    try {
      return switch (source.fetch(allowRewind)) {
        case FetchResult.Fetched fetched -> judge(fetched.head());
        case FetchResult.Unchanged unchanged -> unchanged(unchanged.head());
        case FetchResult.Rewound rewound -> {
          record(rewound.to(), Status.REFUSED, rewound.reason());
          trouble(rewound.reason());
          yield Optional.empty();
        }
        case FetchResult.Failed failed -> {
          trouble(failed.reason());
          yield Optional.empty();
        }
      };
    } finally {
      oneAtATime.unlock();
    }
  }

  /** The head may be new to us though not to the clone: after a restart. */
  private Optional<Fleet> unchanged(Revision head) {
    boolean known =
        inForce.map(fleet -> fleet.revision().equals(head)).orElse(false)
            || journal.revisions().recent(1).stream()
                .anyMatch(last -> last.revision().equals(head) && last.status() != Status.VALID);
    if (!known) {
      return judge(head);
    }
    if (inForce.map(fleet -> fleet.revision().equals(head)).orElse(false)) {
      trouble("");
    }
    return Optional.empty();
  }

  private Optional<Fleet> judge(Revision head) {
    try {
      return switch (catalogs.load(source.tree(head, ""), folder)) {
        case Loading.Loaded loaded -> {
          source.accept(head);
          record(head, Status.VALID, "");
          inForce = Optional.of(loaded.fleet());
          trouble("");
          yield inForce;
        }
        case Loading.Invalid invalid -> {
          record(head, Status.INVALID, invalid.report());
          trouble(
              "revision %s is not valid, %s stays in force:\n%s"
                  .formatted(
                      head.abbreviated(),
                      inForce.map(f -> f.revision().abbreviated()).orElse("nothing"),
                      invalid.report()));
          yield Optional.empty();
        }
      };
    } catch (UnreadableFile | IOException e) {
      trouble("revision " + head.abbreviated() + " cannot be read: " + e.getMessage());
      return Optional.empty();
    }
  }

  private void record(Revision revision, Status status, String detail) {
    Optional<CommitInfo> about = about(revision);
    String author = about.map(CommitInfo::author).orElse("");
    String subject = about.map(CommitInfo::subject).orElse("");
    journal
        .revisions()
        .seen(new RevisionSeen(revision, status, detail, author, subject, clock.instant()));
    events.tell(
        "revision-" + status.word(),
        Optional.empty(),
        Optional.empty(),
        revision.abbreviated() + " " + subject);
  }

  private Optional<CommitInfo> about(Revision revision) {
    try {
      return source.commit(revision);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Told once, not with every poll. */
  private void trouble(String now) {
    if (!now.equals(trouble)) {
      trouble = now;
      events.tell(
          now.isEmpty() ? "source-recovered" : "source-trouble",
          Optional.empty(),
          Optional.empty(),
          now.isEmpty() ? "the source is fine again" : now);
    }
  }
}
