package io.meshinfra.source;

import io.meshinfra.model.Printable;
import io.meshinfra.model.Revision;
import io.meshinfra.secret.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * All branches of the remote, to be looked at and, where the remote lets the hub, written. Every
 * call looks at the remote first and ends by the time limits of the settings. Safe for many
 * threads; they wait for one another.
 */
public final class RemoteBranches implements AutoCloseable {
  /** Others push to other branches; to one of the hub's own hardly anybody does. */
  private static final int ATTEMPTS = 5;

  /** A merge that is further back than this is told as the head of the branch. */
  private static final int LONGEST_SEARCH = 2000;

  private static final int MOST_FILES = 100;
  private static final int LARGEST_FILE = 2 << 20;

  private final SourceSettings settings;
  private final BranchClone clone;
  private final BoundedFetch bounds;
  private final Clock clock;
  private final ReentrantLock working = new ReentrantLock();

  /**
   * @param folder of a clone of its own
   */
  public RemoteBranches(SourceSettings settings, Path folder, Secrets secrets, Clock clock) {
    Hermetic.install();
    RemoteAddress address = RemoteAddress.parse(settings.remote());
    this.settings = settings;
    this.clone = new BranchClone(settings, address, secrets, folder);
    this.bounds = new BoundedFetch(address, settings.idleTimeout());
    this.clock = clock;
  }

  /** The name of the branch that the hub follows. */
  public String followed() {
    return settings.branch();
  }

  private <T> BranchResult<T> within(BoundedFetch.Work<BranchResult<T>> work) {
    working.lock();
    try {
      return bounds.within(settings.totalTimeout(), work);
    } catch (FetchFailed e) {
      return new BranchResult.Failed<>(e.getMessage());
    } finally {
      working.unlock();
    }
  }

  private <T> BranchResult<T> look(BranchClone.Work<T> work) {
    return within(deadline -> new BranchResult.Done<>(clone.fresh(deadline, work)));
  }

  /** All branches but the followed one, the one with the newest commit first. */
  public BranchResult<List<RemoteBranch>> list() {
    return look((repository, remote) -> list(repository));
  }

  private List<RemoteBranch> list(Repository repository) throws IOException, FetchFailed {
    ObjectId base = followedHead(repository);
    List<RemoteBranch> all = new ArrayList<>();
    try (RevWalk walk = new RevWalk(repository)) {
      for (Ref ref : BranchClone.all(repository)) {
        String name = BranchClone.name(ref);
        if (!name.equals(followed())) {
          RevCommit head = walk.parseCommit(ref.getObjectId());
          boolean ahead = !walk.isMergedInto(head, walk.parseCommit(base));
          all.add(new RemoteBranch(name, History.info(head), ahead));
        }
      }
    }
    all.sort(Comparator.comparing((RemoteBranch branch) -> branch.newest().at()).reversed());
    return all;
  }

  private ObjectId followedHead(Repository repository) throws IOException, FetchFailed {
    return BranchClone.head(repository, followed())
        .orElseThrow(() -> new FetchFailed("the branch went away while it was fetched"));
  }

  /** The commit of the followed branch that brought the head in; empty when none has. */
  public BranchResult<Optional<Revision>> broughtIn(Revision head) {
    return look((repository, remote) -> broughtIn(repository, head));
  }

  private Optional<Revision> broughtIn(Repository repository, Revision head)
      throws IOException, FetchFailed {
    ObjectId id = ObjectId.fromString(head.id());
    if (!repository.getObjectDatabase().has(id)) {
      return Optional.empty();
    }
    Optional<Revision> merge = Optional.empty();
    ObjectId next = followedHead(repository);
    for (int i = 0; i < LONGEST_SEARCH; i++) {
      try (RevWalk walk = new RevWalk(repository)) {
        RevCommit commit = walk.parseCommit(next);
        if (!walk.isMergedInto(walk.parseCommit(id), commit)) {
          return merge;
        }
        merge = Optional.of(new Revision(commit.name()));
        if (commit.getParentCount() == 0) {
          return merge;
        }
        next = commit.getParent(0).getId();
      }
    }
    return Optional.of(head);
  }

  /** The texts right in a folder of a branch, by name; none when one of both is not there. */
  public BranchResult<Map<String, String>> read(String branch, String folder) {
    return look((repository, remote) -> read(repository, branch, folder));
  }

  private static Map<String, String> read(Repository repository, String branch, String folder)
      throws IOException {
    Optional<ObjectId> head = BranchClone.head(repository, branch);
    Map<String, String> texts = new TreeMap<>();
    if (head.isEmpty()) {
      return texts;
    }
    try (RevWalk commits = new RevWalk(repository);
        TreeWalk at =
            TreeWalk.forPath(
                repository, folder, commits.parseCommit(head.get()).getTree().getId())) {
      if (at != null && at.isSubtree()) {
        at.enterSubtree();
        while (at.next() && at.getPathString().startsWith(folder + "/")) {
          if (texts.size() < MOST_FILES && !at.isSubtree()) {
            texts.put(at.getNameString(), text(repository.open(at.getObjectId(0))));
          }
        }
      }
    }
    return texts;
  }

  /** Anybody may have pushed it, so it may be anything. */
  private static String text(ObjectLoader file) throws IOException {
    return file.getSize() > LARGEST_FILE
        ? ""
        : new String(file.getCachedBytes(LARGEST_FILE), StandardCharsets.UTF_8);
  }

  /** Makes the commit and pushes it; when somebody else was faster, anew on top of theirs. */
  public BranchResult<Revision> write(BranchEdit edit) {
    return write(edit, false);
  }

  /**
   * Like {@link #write}, but refuses when that would take commits from a branch that is there. What
   * stands there already is not committed again.
   */
  public BranchResult<Revision> propose(BranchEdit edit) {
    return write(edit, true);
  }

  private BranchResult<Revision> write(BranchEdit edit, boolean keeping) {
    return within(deadline -> {
      for (int i = 0; i < ATTEMPTS; i++) {
        Optional<BranchResult<Revision>> end =
            clone.fresh(
                deadline,
                (repository, remote) -> write(repository, remote, edit, keeping, deadline));
        if (end.isPresent()) {
          return end.get();
        }
      }
      return new BranchResult.Failed<>(
          "others pushed to %s all the time".formatted(Printable.quote(edit.branch())));
    });
  }

  /** Empty when somebody else was faster. */
  private Optional<BranchResult<Revision>> write(
      Repository repository, Remote remote, BranchEdit edit, boolean keeping, Deadline deadline)
      throws IOException, FetchFailed {
    BranchPush push = new BranchPush(repository, remote, clock);
    Optional<ObjectId> there = BranchClone.head(repository, edit.branch());
    Optional<ObjectId> parent = edit.from().map(r -> ObjectId.fromString(r.id())).or(() -> there);
    ObjectId commit = push.commit(parent, edit);
    if (there.isPresent() && there.get().equals(commit)) {
      return Optional.of(new BranchResult.Done<>(new Revision(commit.name())));
    }
    if (keeping && there.isPresent()) {
      Optional<BranchResult<Revision>> kept = kept(repository, there.get(), commit, edit.branch());
      if (kept.isPresent()) {
        return kept;
      }
    }
    return ended(
        push.push(edit.branch(), there.orElse(ObjectId.zeroId()), commit, deadline),
        edit.branch(),
        new Revision(commit.name()));
  }

  /** What comes of a branch that stays as it is; empty when the commit may come on top of it. */
  private static Optional<BranchResult<Revision>> kept(
      Repository repository, ObjectId there, ObjectId commit, String branch) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      RevCommit head = walk.parseCommit(there);
      RevCommit wanted = walk.parseCommit(commit);
      if (head.getTree().equals(wanted.getTree())
          && List.of(head.getParents()).equals(List.of(wanted.getParents()))) {
        return Optional.of(new BranchResult.Done<>(new Revision(head.name())));
      }
      return walk.isMergedInto(head, wanted)
          ? Optional.empty()
          : Optional.of(
              new BranchResult.Failed<>(
                  "there is another proposal on the branch %s; merge or delete it"
                      .formatted(Printable.quote(branch))));
    }
  }

  private static <T> Optional<BranchResult<T>> ended(
      BranchPush.Pushed pushed, String branch, T value) {
    return switch (pushed.outcome()) {
      case DONE -> Optional.of(new BranchResult.Done<>(value));
      case RACE -> Optional.empty();
      case DENIED ->
          Optional.of(
              new BranchResult.Denied<>(
                  "the remote does not let the hub push to %s: %s; it needs a key or a token that may write"
                      .formatted(Printable.quote(branch), pushed.told())));
    };
  }

  /** Deletes a branch; whether it was there. */
  public BranchResult<Boolean> delete(String branch) {
    return within(deadline ->
        clone.fresh(
            deadline,
            (repository, remote) -> {
              Optional<ObjectId> there = BranchClone.head(repository, branch);
              if (there.isEmpty()) {
                return new BranchResult.Done<>(false);
              }
              BranchPush push = new BranchPush(repository, remote, clock);
              return ended(
                      push.push(branch, there.get(), ObjectId.zeroId(), deadline), branch, true)
                  .orElseGet(() ->
                      new BranchResult.Failed<>("somebody pushed to it while it was deleted"));
            }));
  }

  @Override
  public void close() {
    clone.close();
  }
}
