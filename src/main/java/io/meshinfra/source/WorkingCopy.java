package io.meshinfra.source;

import io.meshinfra.model.Content;
import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.model.Printable;
import io.meshinfra.model.Revision;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheIterator;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;

/**
 * A repository that somebody works in: its last commit, and what is staged for the next one. The
 * files on disk are not looked at.
 */
public final class WorkingCopy implements AutoCloseable {
  private final Repository repository;

  private WorkingCopy(Repository repository) {
    this.repository = repository;
  }

  /** What the next commit would hold, and in which paths it differs from the last one. */
  public record Staged(SourceTree tree, ChangedPaths paths) {}

  /**
   * The repository that the directory lies in.
   *
   * @throws UnreadableFile when it lies in none, or in one without files
   */
  public static WorkingCopy around(Path directory) throws UnreadableFile {
    Hermetic.install();
    try {
      FileRepositoryBuilder found =
          new FileRepositoryBuilder().findGitDir(directory.toRealPath().toFile());
      if (found.getGitDir() == null) {
        throw noRepository(directory);
      }
      Repository repository = found.setMustExist(true).build();
      if (repository.isBare()) {
        repository.close();
        throw new UnreadableFile(
            Printable.quote(directory.toString()) + " is a bare repository: nobody works in it");
      }
      return new WorkingCopy(repository);
    } catch (RepositoryNotFoundException e) {
      throw noRepository(directory);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static UnreadableFile noRepository(Path directory) {
    return new UnreadableFile(
        Printable.quote(directory.toString()) + " is not in a git repository; go into one");
  }

  private static UnreadableFile unreadable(Exception e) {
    return new UnreadableFile(
        "the repository cannot be read: " + Printable.line(String.valueOf(e.getMessage())));
  }

  /** The folder that paths start from. */
  public Path root() {
    return repository.getWorkTree().toPath();
  }

  /** The last commit; empty before the first one. */
  public Optional<Revision> head() throws UnreadableFile {
    try {
      return Optional.ofNullable(repository.resolve(Constants.HEAD))
          .map(id -> new Revision(id.name()));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** What a name means: a branch, a tag, a commit. */
  public Optional<Revision> revisionOf(String name) {
    return new History(repository).revisionOf(name);
  }

  /** All files of a commit. */
  public SourceTree tree(Revision revision) throws UnreadableFile {
    return GitTree.of(repository, revision, "", () -> {});
  }

  public CommitGraph commits() {
    return new CommitGraph(repository);
  }

  /**
   * @throws UnreadableFile also when conflicts are not resolved yet
   */
  public Staged staged() throws UnreadableFile {
    try {
      DirCache index = repository.readDirCache();
      if (index.hasUnmergedPaths()) {
        throw new UnreadableFile("there are conflicts: resolve them and stage the files");
      }
      return new Staged(GitTree.staged(repository, index), difference(index));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private ChangedPaths difference(DirCache index) throws IOException {
    ObjectId head = repository.resolve(Constants.HEAD);
    if (head == null) {
      return CommitDifference.paths(
          repository, List.of(new EmptyTreeIterator(), new DirCacheIterator(index)), walk -> true);
    }
    try (RevWalk walk = new RevWalk(repository);
        var reader = repository.newObjectReader()) {
      return CommitDifference.paths(
          repository,
          List.of(
              new CanonicalTreeParser(null, reader, walk.parseCommit(head).getTree()),
              new DirCacheIterator(index)),
          changed -> true);
    }
  }

  /** Stages a file with these bytes, whatever is on disk. */
  public void stage(String path, byte[] bytes) throws UnreadableFile {
    stage(new TreeMap<>(Map.of(path, Optional.of(Content.of(bytes)))));
  }

  /**
   * Stages files, whatever is on disk.
   *
   * @param files by path: what they contain, or empty for those that are gone
   */
  public void stage(SortedMap<String, Optional<Content>> files) throws UnreadableFile {
    try (ObjectInserter objects = repository.newObjectInserter()) {
      DirCache index = repository.lockDirCache();
      try {
        DirCacheEditor editor = index.editor();
        for (var file : files.entrySet()) {
          editor.add(LocalBranch.edit(file.getKey(), file.getValue(), objects));
        }
        objects.flush();
        if (!editor.commit()) {
          throw new UnreadableFile("the index was changed by somebody else meanwhile; try again");
        }
      } finally {
        index.unlock();
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * @throws UnreadableFile with the reason why no branch of that name can be made
   */
  public void requireNewBranch(String branch) throws UnreadableFile {
    try {
      LocalBranch.requireNew(repository, branch);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * Commits files on a new branch, on top of the last commit; work tree and index stay as they are.
   *
   * @param files by path: what they contain then, or empty for those that are gone
   */
  public Revision commitOn(
      String branch,
      SortedMap<String, Optional<Content>> files,
      String message,
      Map<String, String> environment,
      Path home,
      Instant now)
      throws UnreadableFile {
    try {
      return new LocalBranch(repository, Committer.of(repository, environment, home))
          .commit(branch, files, message, now);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * Commits what is staged, as the git command would, hooks included.
   *
   * @param environment for GIT_AUTHOR_NAME and its like
   * @param home where the user's git settings are
   * @throws UnreadableFile when it is not known who commits, or when commits are signed here
   */
  public Revision commit(String message, Map<String, String> environment, Path home, Instant now)
      throws UnreadableFile {
    try (Git git = Git.wrap(repository)) {
      Committer committer = Committer.of(repository, environment, home);
      PersonIdent author = committer.author(now);
      return new Revision(
          git.commit()
              .setMessage(message)
              .setAuthor(author)
              .setCommitter(committer.committer(now))
              .setSign(false)
              .call()
              .getName());
    } catch (IOException | GitAPIException e) {
      throw new UnreadableFile(
          "git refuses the commit: " + Printable.line(String.valueOf(e.getMessage())));
    }
  }

  @Override
  public void close() {
    repository.close();
  }
}
