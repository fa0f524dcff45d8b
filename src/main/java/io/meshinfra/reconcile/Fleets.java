package io.meshinfra.reconcile;

import io.meshinfra.desired.Catalogs;
import io.meshinfra.desired.Loading;
import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.model.Revision;
import io.meshinfra.source.GitSource;
import io.meshinfra.source.RefResult;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The fleet as any commit has it, for comparison: nothing here comes into force. Loads one at a
 * time, because a fleet of thousands of nodes takes memory, and keeps the last ones as long as
 * there is room.
 */
public final class Fleets {
  /** What was in force before, and what is looked at beside it. */
  private static final int KEPT = 2;

  private final GitSource source;
  private final Catalogs catalogs;
  private final String folder;
  private final ReentrantLock oneAtATime = new ReentrantLock();
  private final Map<Revision, SoftReference<FleetAt>> kept = new LinkedHashMap<>(KEPT + 1, 1, true);

  public Fleets(GitSource source, Catalogs catalogs, String folder) {
    this.source = source;
    this.catalogs = catalogs;
    this.folder = folder;
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

  /** Nobody wants to look at what is under that name any more. */
  public void forget(String ref) throws IOException {
    source.forgetRef(ref);
  }

  private FleetAt loaded(Revision revision) {
    try {
      FleetAt fleet =
          switch (catalogs.load(source.tree(revision, ""), folder)) {
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
