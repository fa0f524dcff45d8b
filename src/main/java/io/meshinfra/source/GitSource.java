package io.meshinfra.source;

import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.model.Printable;
import io.meshinfra.model.Revision;
import io.meshinfra.secret.Secrets;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/**
 * The desired state in git: one branch of one remote, cloned once, fetched incrementally, and read
 * straight from the object database. Safe for many threads; fetches happen one after another.
 */
public final class GitSource implements AutoCloseable {
  /** Shorter than for the branch, which is not looked at meanwhile. */
  private static final Duration SIDE_TIMEOUT = Duration.ofMinutes(1);

  private final SourceSettings settings;
  private final Secrets secrets;
  private final RemoteAddress address;
  private final BareClone clone;
  private final AcceptedRevision accepted;
  private final SideRefs sideRefs;
  private final BoundedFetch bounds;
  private final ReentrantLock fetching = new ReentrantLock();
  private Optional<Revision> reported = Optional.empty();

  /**
   * @throws IllegalArgumentException when the remote is no address that can be fetched, or has a
   *     password in it
   */
  public GitSource(SourceSettings settings, Secrets secrets) {
    Hermetic.install();
    this.settings = settings;
    this.secrets = secrets;
    this.address = RemoteAddress.parse(settings.remote());
    String branch = Remote.branchRef(settings);
    this.clone = new BareClone(settings.directory(), address.uri() + " " + branch, branch);
    this.accepted = new AcceptedRevision(settings.directory().resolve("accepted"));
    this.sideRefs = new SideRefs(settings, address, secrets, clone);
    this.bounds = new BoundedFetch(address, settings.idleTimeout());
  }

  public SourceSettings settings() {
    return settings;
  }

  /** Looks at the remote; history that was rewritten is refused unless the settings allow it. */
  public FetchResult fetch() {
    return fetch(settings.allowRewind());
  }

  /**
   * Looks at the remote and brings what is new. Ends by the time limits of the settings.
   *
   * @param allowRewind whether the branch may leave the accepted revision this time
   */
  public FetchResult fetch(boolean allowRewind) {
    fetching.lock();
    try {
      return judge(bounds.within(settings.totalTimeout(), this::bring), allowRewind);
    } catch (FetchFailed e) {
      return new FetchResult.Failed(e.getMessage());
    } catch (IOException e) {
      clone.distrust();
      return new FetchResult.Failed(bounds.reason(e));
    } finally {
      fetching.unlock();
    }
  }

  /**
   * Brings a commit that is not on the branch, for looking at: neither the branch nor what is
   * accepted is touched. It is kept until {@link #forgetRef} or until many others were brought.
   *
   * @param name a branch or tag of the remote, a whole ref like {@code refs/pull/1/head}, or all
   *     digits of a commit
   */
  public RefResult fetchRef(String name) {
    fetching.lock();
    try {
      Duration limit = shorter(settings.totalTimeout(), SIDE_TIMEOUT);
      return new RefResult.Brought(
          bounds.within(limit, deadline -> sideRefs.bring(name, deadline)));
    } catch (FetchFailed e) {
      return new RefResult.Failed(e.getMessage());
    } finally {
      fetching.unlock();
    }
  }

  /** Nobody wants to look at it any more. */
  public void forgetRef(String name) throws IOException {
    fetching.lock();
    try {
      sideRefs.forget(name);
    } finally {
      fetching.unlock();
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private ObjectId bring(Deadline deadline) throws FetchFailed, IOException {
    try (Remote remote = Remote.open(settings, address, secrets)) {
      Optional<Repository> present = clone.repository();
      if (present.isEmpty()) {
        return cloned(remote, deadline);
      }
      ObjectId there = remote.head(present.get());
      Optional<ObjectId> here = clone.head(present.get());
      if (here.isPresent() && here.get().equals(there)) {
        return there;
      }
      return fetched(remote, deadline, present.get());
    }
  }

  private ObjectId cloned(Remote remote, Deadline deadline) throws FetchFailed, IOException {
    return headOf(clone.cloneFrom(remote, deadline));
  }

  private ObjectId fetched(Remote remote, Deadline deadline, Repository repository)
      throws FetchFailed, IOException {
    try {
      remote.fetch(repository, deadline);
      new Housekeeping(repository).tidy();
      return headOf(repository);
    } catch (IOException e) {
      // The remote is fine, so the clone is not.
      clone.distrust();
      return cloned(remote, deadline);
    }
  }

  private ObjectId headOf(Repository repository) throws IOException, FetchFailed {
    return clone
        .head(repository)
        .orElseThrow(() -> new FetchFailed("the branch went away while it was fetched"));
  }

  private FetchResult judge(ObjectId id, boolean allowRewind) throws IOException {
    Revision head = new Revision(id.name());
    Optional<Revision> before = accepted.get();
    if (before.isPresent() && !allowRewind && !before.get().equals(head)) {
      Optional<String> rewind = history().rewindReason(before.get(), id);
      if (rewind.isPresent()) {
        reported = Optional.empty();
        return new FetchResult.Rewound(
            before.get(), head, rewound(before.get(), head, rewind.get()));
      }
    }
    boolean known = reported.isPresent() && reported.get().equals(head);
    reported = Optional.of(head);
    return known ? new FetchResult.Unchanged(head) : new FetchResult.Fetched(head);
  }

  private static String rewound(Revision from, Revision to, String what) {
    return what
        + " (force-push): "
        + from.abbreviated()
        + " is in force, the remote is at "
        + to.abbreviated()
        + ". Nothing is taken over. If this is intended, run: mesh source accept-rewind;"
        + " if not, find out who pushed";
  }

  /** From now on the branch may not leave this revision. Survives a restart and a new clone. */
  public void accept(Revision revision) throws IOException {
    if (!ObjectId.isId(revision.id())) {
      throw new IllegalArgumentException("only a commit can be accepted, not " + revision);
    }
    accepted.set(revision);
  }

  /** The revision that was accepted last. */
  public Optional<Revision> accepted() throws IOException {
    return accepted.get();
  }

  /** The files below the folder of the settings. */
  public SourceTree tree(Revision revision) throws UnreadableFile {
    return tree(revision, settings.path());
  }

  /** The files below a folder; {@code ""} for the whole repository. */
  public SourceTree tree(Revision revision, String folder) throws UnreadableFile {
    Repository repository = clone.repository().orElseThrow(GitSource::nothingYet);
    try {
      return GitTree.of(repository, revision, folder, clone::distrust);
    } catch (IllegalArgumentException e) {
      throw new UnreadableFile(Printable.quote(revision.id()) + " is not a commit");
    }
  }

  private static UnreadableFile nothingYet() {
    return new UnreadableFile("the hub has no clone yet; fetch first");
  }

  /**
   * Writes the whole revision below the folder, as {@code FOLDER/COMMIT}, or finds it there. The
   * last few are kept.
   */
  public synchronized WorkTree materialise(Revision revision, Path folder) {
    try {
      return WorkTrees.materialise(tree(revision, ""), folder);
    } catch (UnreadableFile e) {
      return new WorkTree.Unavailable(e.getMessage());
    }
  }

  /** What a name means in the clone: a commit id, even a short one, {@code HEAD~1}, the branch. */
  public Optional<Revision> revisionOf(String ref) {
    return clone.repository().flatMap(repository -> new History(repository).revisionOf(ref));
  }

  /** Empty for a revision that is not in the clone. */
  public Optional<CommitInfo> commit(Revision revision) throws IOException {
    return history().commit(revision);
  }

  /** Commits after {@code from} up to {@code to}, newest first, at most a hundred. */
  public List<CommitInfo> log(Revision from, Revision to) throws IOException {
    return history().log(from, to);
  }

  /** The commits in the clone. */
  public CommitGraph commits() throws IOException {
    return new CommitGraph(history().repository());
  }

  private History history() throws IOException {
    return new History(
        clone.repository().orElseThrow(() -> new IOException("the hub has no clone yet")));
  }

  @Override
  public void close() {
    clone.close();
  }
}
