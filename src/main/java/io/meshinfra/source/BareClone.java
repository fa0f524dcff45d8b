package io.meshinfra.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.FS;

/**
 * The hub's bare clone of one branch of one remote. It is whole or not there: a clone is made
 * beside and renamed. It holds nothing of its own, so it can be thrown away at any time.
 */
final class BareClone implements AutoCloseable {
  private static final String UNFINISHED = ".new-";
  private static final String SECTION = "mesh";
  private static final String ORIGIN = "origin";

  private final Path folder;
  private final String origin;
  private final String branchRef;
  private Repository open;
  private boolean swept;

  /**
   * @param origin names remote and branch; a clone of another origin is replaced
   */
  BareClone(Path folder, String origin, String branchRef) {
    this.folder = folder;
    this.origin = origin;
    this.branchRef = branchRef;
  }

  private Path place() {
    return folder.resolve("clone.git");
  }

  /** The clone if it is there, is of this origin, and can be read through. */
  synchronized Optional<Repository> repository() {
    if (open == null && Files.isDirectory(place())) {
      open = openIfUsable().orElse(null);
    }
    return Optional.ofNullable(open);
  }

  private Optional<Repository> openIfUsable() {
    Repository repository = null;
    try {
      repository = open(place());
      Ref branch = repository.exactRef(branchRef);
      boolean usable =
          origin.equals(repository.getConfig().getString(SECTION, null, ORIGIN))
              && branch != null
              && !Damage.isIn(repository, branch.getObjectId());
      if (usable) {
        return Optional.of(repository);
      }
    } catch (IOException | RuntimeException e) {
      // Not usable, for whatever reason; a new clone takes its place and tells if that fails too.
      return Optional.empty();
    }
    repository.close();
    return Optional.empty();
  }

  /** Where the branch was at the last fetch. */
  Optional<ObjectId> head(Repository repository) throws IOException {
    return Optional.ofNullable(repository.exactRef(branchRef)).map(Ref::getObjectId);
  }

  /** Opens the clone anew at its next use, and so checks it. */
  synchronized void distrust() {
    if (open != null) {
      open.close();
      open = null;
    }
  }

  /** Clones beside what is there, and takes its place when all is well. */
  Repository cloneFrom(Remote remote, ProgressMonitor progress) throws IOException, FetchFailed {
    Files.createDirectories(folder);
    sweep();
    // JGit measures this file system once, with files that it makes here: not in what is moved.
    FS.FileStoreAttributes.get(folder);
    Path fresh = Files.createTempDirectory(folder, UNFINISHED);
    try {
      try (Repository repository = create(fresh)) {
        remote.head(repository);
        remote.fetch(repository, progress);
      } catch (TransportException e) {
        throw new FetchFailed("what the remote sent is damaged: " + e.getMessage());
      }
      return replaceBy(fresh);
    } finally {
      WorkTrees.delete(fresh);
    }
  }

  private Repository create(Path place) throws IOException {
    Repository repository = builder(place).build();
    repository.create(true);
    StoredConfig config = repository.getConfig();
    config.setString(SECTION, null, ORIGIN, origin);
    // Tidied after a fetch, in its time; not in the background, where it would outlive a move.
    config.setInt("gc", null, "auto", 0);
    config.setBoolean("gc", null, "autoDetach", false);
    // Only this process reads the clone, and it finds an object again in whatever pack it is.
    config.setString("gc", null, "prunePackExpire", "now");
    config.save();
    repository.updateRef(Constants.HEAD).link(branchRef);
    return repository;
  }

  private synchronized Repository replaceBy(Path fresh) throws IOException {
    distrust();
    if (Files.exists(place())) {
      Path old = Files.createTempDirectory(folder, UNFINISHED);
      Files.move(place(), old, StandardCopyOption.ATOMIC_MOVE);
      Files.move(fresh, place(), StandardCopyOption.ATOMIC_MOVE);
      WorkTrees.delete(old);
    } else {
      Files.move(fresh, place(), StandardCopyOption.ATOMIC_MOVE);
    }
    open = open(place());
    return open;
  }

  /** Removes what a killed hub left behind; only once, because others here may be cloning. */
  private synchronized void sweep() throws IOException {
    if (swept) {
      return;
    }
    swept = true;
    List<Path> left;
    try (Stream<Path> children = Files.list(folder)) {
      left = children.filter(p -> p.getFileName().toString().startsWith(UNFINISHED)).toList();
    }
    for (Path path : left) {
      WorkTrees.delete(path);
    }
  }

  private static Repository open(Path place) throws IOException {
    return builder(place).setMustExist(true).build();
  }

  private static FileRepositoryBuilder builder(Path place) {
    return new FileRepositoryBuilder().setGitDir(place.toFile()).setBare();
  }

  @Override
  public void close() {
    distrust();
  }
}
