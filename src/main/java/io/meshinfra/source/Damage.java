package io.meshinfra.source;

import java.io.EOFException;
import java.io.IOException;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.PackInvalidException;
import org.eclipse.jgit.errors.PackMismatchException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * Tells whether the hub's own clone is at fault: then it is made anew, and nobody needs to know.
 */
final class Damage {
  private Damage() {}

  static boolean isIn(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof MissingObjectException
          || t instanceof CorruptObjectException
          || t instanceof PackInvalidException
          || t instanceof PackMismatchException
          || t instanceof EOFException && isLocal(failure)) {
        return true;
      }
    }
    return false;
  }

  /** An early end of a connection is no damage; JGit tells that as "EOF" of a connection. */
  private static boolean isLocal(Throwable failure) {
    return String.valueOf(failure.getMessage()).contains("objects/");
  }

  /** Looks whether everything that the commit needs can be read, file heads included. */
  static boolean isIn(Repository clone, ObjectId commit) {
    try (RevWalk commits = new RevWalk(clone);
        TreeWalk walk = new TreeWalk(clone)) {
      ObjectReader reader = walk.getObjectReader();
      walk.addTree(commits.parseCommit(commit).getTree());
      walk.setRecursive(true);
      for (int files = 0; files < SourceTree.MOST_ENTRIES && walk.next(); files++) {
        boolean isFile = (walk.getRawMode(0) & FileMode.TYPE_MASK) == FileMode.TYPE_FILE;
        if (isFile) {
          reader.getObjectSize(walk.getObjectId(0), ObjectReader.OBJ_ANY);
        }
      }
      return false;
    } catch (IOException | RuntimeException e) {
      // Whatever it is, a clone that cannot be read through is of no use.
      return true;
    }
  }
}
