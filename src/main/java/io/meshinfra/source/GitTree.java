package io.meshinfra.source;

import io.meshinfra.model.Content;
import io.meshinfra.model.Printable;
import io.meshinfra.model.Revision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.dircache.DirCacheIterator;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/** The files of a commit below a folder, straight from the object database. */
final class GitTree extends SourceTree {

  private static final int EXECUTABLE = 0111;

  private GitTree(Revision revision, Listing listing) {
    super(revision, listing);
  }

  /**
   * @param onDamage told when something that should be there cannot be read
   */
  static GitTree of(Repository repository, Revision revision, String folder, Runnable onDamage)
      throws UnreadableFile {
    String root = TreePath.checked(folder);
    try (RevWalk commits = new RevWalk(repository)) {
      ObjectId tree = commits.parseCommit(ObjectId.fromString(revision.id())).getTree();
      Walk walk = new Walk(repository, onDamage, new Listing());
      walk.over(subtree(repository, tree, root));
      return new GitTree(revision, walk.listing());
    } catch (MissingObjectException e) {
      // Either nobody ever fetched it, or the clone lost it; the next fetch finds out.
      onDamage.run();
      throw new UnreadableFile(
          "revision " + revision.abbreviated() + " is not in the hub's clone; fetch first");
    } catch (IOException | IndexOutOfBoundsException e) {
      // The latter is what a tree without an end gives.
      onDamage.run();
      throw damaged(revision.abbreviated(), e);
    }
  }

  /** What the next commit of a working copy would hold, straight from its index. */
  static GitTree staged(Repository repository, DirCache index) throws UnreadableFile, IOException {
    Walk walk = new Walk(repository, () -> {}, new Listing());
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < index.getEntryCount(); i++) {
      DirCacheEntry entry = index.getEntry(i);
      all.append(entry.getRawMode()).append(entry.getObjectId().name());
      all.append(entry.getPathString()).append('\n');
    }
    try (TreeWalk files = new TreeWalk(repository)) {
      files.addTree(new DirCacheIterator(index));
      walk.over(files);
    }
    String digest = Content.digest(all.toString().getBytes(StandardCharsets.UTF_8));
    return new GitTree(new Revision("dir-" + digest.substring(0, 12)), walk.listing());
  }

  private static ObjectId subtree(Repository repository, ObjectId tree, String root)
      throws IOException, UnreadableFile {
    if (root.isEmpty()) {
      return tree;
    }
    try (TreeWalk walk = TreeWalk.forPath(repository, root, tree)) {
      if (walk == null || !walk.isSubtree()) {
        throw new UnreadableFile(
            "the revision has no folder "
                + Printable.quote(root)
                + (walk == null ? "" : "; it is a file or a symlink")
                + " (mesh.source.path)");
      }
      return walk.getObjectId(0);
    }
  }

  private record Walk(Repository repository, Runnable onDamage, Listing listing) {

    void over(ObjectId tree) throws IOException, UnreadableFile {
      try (TreeWalk walk = new TreeWalk(repository)) {
        walk.addTree(tree);
        over(walk);
      }
    }

    private void over(TreeWalk walk) throws IOException, UnreadableFile {
      while (walk.next()) {
        listing.count();
        add(walk, walk.getPathString(), walk.getRawMode(0));
      }
    }

    private void add(TreeWalk walk, String path, int mode) throws IOException {
      String shown = Printable.quote(path);
      if (TreePath.isHostile(walk.getNameString()) || path.length() > TreePath.LONGEST) {
        listing.refused.put(path, shown + " is not a name that a file may have");
        return;
      }
      switch (mode & FileMode.TYPE_MASK) {
        case FileMode.TYPE_TREE -> enter(walk, path);
        case FileMode.TYPE_SYMLINK -> listing.refused.put(path, symlink(path));
        case FileMode.TYPE_GITLINK ->
            listing.refused.put(path, shown + " is a submodule; submodules are not followed");
        case FileMode.TYPE_FILE ->
            listing.files.put(
                path,
                new GitFile(repository, walk.getObjectId(0), (mode & EXECUTABLE) != 0, onDamage));
        default -> listing.refused.put(path, shown + " is nothing that git knows");
      }
    }

    private void enter(TreeWalk walk, String path) throws IOException {
      if (walk.getDepth() >= TreePath.DEEPEST) {
        listing.refused.put(
            path, Printable.quote(path) + " lies deeper than " + TreePath.DEEPEST + " folders");
      } else {
        walk.enterSubtree();
      }
    }
  }

  private static UnreadableFile damaged(String what, Throwable e) {
    return new UnreadableFile(
        what
            + " cannot be read from the hub's clone, which seems damaged ("
            + Printable.line(String.valueOf(e.getMessage()))
            + "); the next fetch checks and replaces it");
  }

  private record GitFile(Repository repository, ObjectId id, boolean executable, Runnable onDamage)
      implements Entry {
    @Override
    public byte[] load(String path) throws UnreadableFile {
      try {
        ObjectLoader loader = repository.open(id);
        if (loader.getSize() > LARGEST_FILE) {
          throw tooLarge(path, loader.getSize());
        }
        return loader.getBytes(LARGEST_FILE);
      } catch (IOException e) {
        onDamage.run();
        throw damaged(Printable.quote(path), e);
      }
    }
  }
}
