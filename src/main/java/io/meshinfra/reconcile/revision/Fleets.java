package io.meshinfra.reconcile.revision;

import io.meshinfra.desired.Loading;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.model.Revision;
import io.meshinfra.network.NetworkPlan;
import io.meshinfra.source.ChangedPaths;
import io.meshinfra.source.CommitGraph;
import io.meshinfra.source.GitSource;
import io.meshinfra.source.RefResult;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The fleet as any commit has it, for comparison: nothing here comes into force. Loads one at a
 * time, because a fleet of thousands of nodes takes memory, and keeps the last ones as long as
 * there is room.
 */
public final class Fleets {
  /** What was in force before, and what is looked at beside it. */
  private static final int KEPT = 2;

  /** A pull request with more is no work that anybody reads. */
  private static final int MOST_COMMITS = 500;

  private final GitSource source;
  private final RevisionReader reader;
  private final Networks networks;
  private final ReentrantLock oneAtATime = new ReentrantLock();
  private final Map<Revision, SoftReference<FleetAt>> kept = new LinkedHashMap<>(KEPT + 1, 1, true);

  public Fleets(GitSource source, RevisionReader reader) {
    this.source = source;
    this.reader = reader;
    this.networks = new Networks(source, reader);
  }

  /** As a commit of the hub's clone has it. */
  public FleetAt at(Revision revision) {
    oneAtATime.lock();
    try {
      return Optional.ofNullable(kept.get(revision))
          .map(SoftReference::get)
          .orElseGet(() -> loaded(revision));
    } finally {
      oneAtATime.unlock();
    }
  }

  /**
   * As a commit has it that the clone may not have yet.
   *
   * @param ref of the remote that leads to it
   */
  public FleetAt at(Revision revision, String ref) {
    if (at(revision) instanceof FleetAt.Missing) {
      return switch (source.fetchRef(ref)) {
        case RefResult.Brought brought -> at(revision);
        case RefResult.Failed failed -> new FleetAt.Missing(failed.reason());
      };
    }
    return at(revision);
  }

  /** Whether a commit comes after another one, or is it; no when one of them is not known. */
  public boolean contains(Revision later, Revision earlier) {
    try {
      return source.commits().follows(later, earlier);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * The paths that the commits touch which the head has and the base has not, each for itself: what
   * one of them changes and a later one changes back is among them.
   */
  public ChangedPaths changed(Revision base, Revision head) throws IOException {
    CommitGraph graph = source.commits();
    CommitGraph.Range range = graph.range(List.of(base), head, MOST_COMMITS);
    TreeSet<String> paths = new TreeSet<>();
    boolean whole = range.isWhole();
    for (CommitGraph.Commit commit : range.commits()) {
      ChangedPaths changed = graph.changedPaths(commit.revision());
      paths.addAll(changed.paths());
      whole &= changed.isWhole();
    }
    return new ChangedPaths(paths, whole);
  }

  /** All files of a commit in the clone. */
  public FileTree files(Revision revision) throws UnreadableFile {
    return source.tree(revision, "");
  }

  /** The same without those of the policy, which are no manifests. */
  public FileTree manifests(Revision revision) throws UnreadableFile {
    return reader.manifests(files(revision));
  }

  /** Of the manifests, in the repository. */
  public String folder() {
    return reader.folder();
  }

  /** What follows from the network intent of a commit of the clone. */
  public NetworkPlan network(Revision revision) {
    return networks.at(revision);
  }

  /** Nobody wants to look at what is under that name any more. */
  public void forget(String ref) throws IOException {
    source.forgetRef(ref);
  }

  private FleetAt loaded(Revision revision) {
    try {
      FleetAt fleet =
          switch (reader.load(source.tree(revision, ""))) {
            case Loading.Loaded loaded -> new FleetAt.Valid(loaded.fleet());
            case Loading.Invalid invalid -> new FleetAt.Invalid(revision, invalid);
          };
      kept.put(revision, new SoftReference<>(fleet));
      if (kept.size() > KEPT) {
        kept.remove(kept.keySet().iterator().next());
      }
      return fleet;
    } catch (UnreadableFile e) {
      return new FleetAt.Missing(e.getMessage());
    }
  }

  /**
   * As a name has it that people use: a commit, even a short one, or the branch, as the clone knows
   * them; else what the remote has under that name now. That may take as long as a fetch.
   *
   * @param name see {@link GitSource#fetchRef}
   */
  public FleetAt named(String name) {
    return source
        .revisionOf(name)
        .map(this::at)
        .orElseGet(() ->
            switch (source.fetchRef(name)) {
              case RefResult.Brought brought -> at(brought.revision());
              case RefResult.Failed failed -> new FleetAt.Missing(failed.reason());
            });
  }
}
