package io.meshinfra.reconcile.revision;

import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.Loading;
import io.meshinfra.journal.Journal;
import io.meshinfra.journal.RevisionSeen;
import io.meshinfra.journal.RevisionSeen.Status;
import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.model.Revision;
import io.meshinfra.reconcile.status.HubEvents;
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
public final class Revisions {
  private final GitSource source;
  private final RevisionReader reader;
  private final Journal journal;
  private final HubEvents events;
  private final Clock clock;
  private final RevisionCheck check;
  private final Follower follower;
  private final ReentrantLock oneAtATime = new ReentrantLock();
  private volatile Optional<Fleet> inForce = Optional.empty();
  private volatile String trouble = "";

  /** What was wrong with the newest revision that was not valid. */
  private String invalid = "";

  /** At the start too: a setting may be another one now. */
  private volatile boolean again = true;

  /**
   * @param check what a revision must pass beside being valid
   * @param follower hears of every fleet that comes into force, one after the other, the newest
   *     last
   */
  public Revisions(
      GitSource source,
      RevisionReader reader,
      Journal journal,
      HubEvents events,
      Clock clock,
      RevisionCheck check,
      Follower follower) {
    this.source = source;
    this.reader = reader;
    this.journal = journal;
    this.events = events;
    this.clock = clock;
    this.check = check;
    this.follower = follower;
  }

  /** Works by what is in force. */
  public interface Follower {
    void follow(Fleet fleet, String trigger);
  }

  public Optional<Fleet> inForce() {
    return inForce;
  }

  /** What is wrong with the source or its newest revision; empty when nothing is. */
  public String trouble() {
    return trouble;
  }

  /** Takes up the revision that was in force before the hub was stopped, without the remote. */
  public void resume() {
    oneAtATime.lock();
    try {
      journal
          .revisions()
          .lastValid()
          .map(RevisionSeen::revision)
          .ifPresent(revision -> {
            guard(revision);
            takeUpAgain(revision);
          });
    } finally {
      oneAtATime.unlock();
    }
  }

  /** A home whose clone was thrown away must not let the branch go back behind the journal. */
  private void guard(Revision revision) {
    try {
      if (source.accepted().isEmpty()) {
        source.accept(revision);
      }
    } catch (IOException e) {
      trouble("what was accepted last cannot be kept: " + e.getMessage());
    }
  }

  private void takeUpAgain(Revision revision) {
    try {
      if (reader.load(source.tree(revision, "")) instanceof Loading.Loaded loaded) {
        comesIntoForce(loaded.fleet(), "start");
      }
    } catch (UnreadableFile e) {
      trouble(
          "revision %s, in force before, is not in the clone: %s"
              .formatted(revision.abbreviated(), e.getMessage()));
    }
  }

  /** Under the lock: who follows must not hear of two revisions in reverse order. */
  private void comesIntoForce(Fleet fleet, String trigger) {
    inForce = Optional.of(fleet);
    follower.follow(fleet, trigger);
  }

  /** What the newest revision was refused for may not hold any more: the next look judges anew. */
  public void judgeAgain() {
    again = true;
  }

  /** Looks at the remote; true when a new revision came into force. */
  public boolean refresh(boolean allowRewind) {
    oneAtATime.lock();
    try {
      return switch (source.fetch(allowRewind)) {
        case FetchResult.Fetched fetched -> fetched(fetched.head());
        case FetchResult.Unchanged unchanged -> unchanged(unchanged.head());
        case FetchResult.Rewound rewound -> {
          refused(rewound);
          yield false;
        }
        case FetchResult.Failed failed -> {
          trouble(failed.reason());
          yield false;
        }
      };
    } finally {
      oneAtATime.unlock();
    }
  }

  /** Met with every look at the remote; told and recorded when it is news. */
  private void refused(FetchResult.Rewound rewound) {
    if (!rewound.reason().equals(trouble)) {
      record(rewound.to(), Status.REFUSED, rewound.reason());
      trouble(rewound.reason());
    }
  }

  /** The first look after a start brings what is in force already. */
  private boolean fetched(Revision head) {
    return isInForce(head) ? unchanged(head) : judge(head);
  }

  private boolean isInForce(Revision head) {
    return inForce.map(fleet -> fleet.revision().equals(head)).orElse(false);
  }

  /** The head may be new to us though not to the clone: after a restart. */
  private boolean unchanged(Revision head) {
    boolean known =
        isInForce(head)
            || !again
                && journal.revisions().recent(1).stream()
                    .anyMatch(
                        last -> last.revision().equals(head) && last.status() != Status.VALID);
    if (!known) {
      return judge(head);
    }
    trouble(isInForce(head) ? "" : invalid);
    return false;
  }

  private boolean judge(Revision head) {
    again = false;
    try {
      return switch (reader.load(source.tree(head, ""))) {
        case Loading.Loaded loaded -> {
          Optional<String> refusal = check.refusal(head);
          if (refusal.isPresent()) {
            yield staysOut(head, Status.REFUSED, "is refused", refusal.get());
          }
          source.accept(head);
          record(head, Status.VALID, "");
          trouble("");
          comesIntoForce(loaded.fleet(), "push");
          yield true;
        }
        case Loading.Invalid invalid ->
            staysOut(head, Status.INVALID, "is not valid", invalid.report());
      };
    } catch (UnreadableFile | IOException e) {
      trouble("revision " + head.abbreviated() + " cannot be read: " + e.getMessage());
      return false;
    }
  }

  private boolean staysOut(Revision head, Status status, String word, String why) {
    record(head, status, why);
    invalid =
        "revision %s %s, %s stays in force:\n%s"
            .formatted(
                head.abbreviated(),
                word,
                inForce.map(f -> f.revision().abbreviated()).orElse("nothing"),
                why);
    trouble(invalid);
    return false;
  }

  private void record(Revision revision, Status status, String detail) {
    Optional<CommitInfo> about = about(revision);
    String author = about.map(CommitInfo::author).orElse("");
    String subject = about.map(CommitInfo::subject).orElse("");
    boolean news =
        journal
            .revisions()
            .seen(new RevisionSeen(revision, status, detail, author, subject, clock.instant()));
    if (news) {
      events.tell(
          "revision-" + status.word(),
          Optional.empty(),
          Optional.empty(),
          revision.abbreviated() + " " + subject);
    }
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
