package io.meshinfra.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;
import org.eclipse.jgit.treewalk.AbstractTreeIterator;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/** Finds the paths that a commit changed. */
record CommitDifference(Repository repository) {

  /**
   * Of a merge: what its maker decided, and not what came along. That is every path that is not as
   * the two sides together leave it: a merge that drops what one side did has changed it.
   */
  ChangedPaths of(ObjectId id) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      RevCommit commit = walk.parseCommit(id);
      return switch (commit.getParentCount()) {
        case 0 -> simple(Optional.empty(), commit);
        case 1 -> simple(Optional.of(walk.parseCommit(commit.getParent(0))), commit);
        default -> merge(commit);
      };
    }
  }

  private ChangedPaths simple(Optional<RevCommit> parent, RevCommit commit) throws IOException {
    List<AbstractTreeIterator> trees = new ArrayList<>();
    trees.add(parent.isEmpty() ? new EmptyTreeIterator() : tree(parent.get()));
    trees.add(tree(commit));
    return paths(repository, trees, walk -> true);
  }

  private ChangedPaths merge(RevCommit merge) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      List<RevCommit> parents = new ArrayList<>();
      for (RevCommit parent : merge.getParents()) {
        parents.add(walk.parseCommit(parent));
      }
      Optional<RevCommit> base = parents.size() == 2 ? onlyBase(parents) : Optional.empty();
      List<AbstractTreeIterator> trees = new ArrayList<>();
      if (base.isPresent()) {
        trees.add(tree(base.get()));
      }
      for (RevCommit parent : parents) {
        trees.add(tree(parent));
      }
      trees.add(tree(merge));
      // Without one common base nobody can tell what a side did: all that differs counts.
      return paths(
          repository, trees, base.isPresent() ? CommitDifference::isDecided : tree -> true);
    }
  }

  /** The one commit that both sides start from. */
  private Optional<RevCommit> onlyBase(List<RevCommit> parents) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      walk.setRevFilter(RevFilter.MERGE_BASE);
      for (RevCommit parent : parents) {
        walk.markStart(walk.parseCommit(parent));
      }
      RevCommit base = walk.next();
      if (base == null || walk.next() != null) {
        return Optional.empty();
      }
      return Optional.of(walk.parseCommit(base));
    }
  }

  private static final int BASE = 0;
  private static final int OURS = 1;
  private static final int THEIRS = 2;
  private static final int RESULT = 3;

  private static boolean isDecided(TreeWalk walk) {
    if (same(walk, OURS, THEIRS) || same(walk, BASE, THEIRS)) {
      return !same(walk, OURS, RESULT);
    }
    return !same(walk, BASE, OURS) || !same(walk, THEIRS, RESULT);
  }

  private static boolean same(TreeWalk walk, int one, int other) {
    return walk.getRawMode(one) == walk.getRawMode(other) && walk.idEqual(one, other);
  }

  private AbstractTreeIterator tree(RevCommit commit) throws IOException {
    try (var reader = repository.newObjectReader()) {
      return new CanonicalTreeParser(null, reader, commit.getTree());
    }
  }

  /** The paths in which the trees are not all the same, and that fit. */
  static ChangedPaths paths(
      Repository repository, List<AbstractTreeIterator> trees, Predicate<TreeWalk> fits)
      throws IOException {
    SortedSet<String> paths = new TreeSet<>();
    try (TreeWalk walk = new TreeWalk(repository)) {
      trees.forEach(walk::addTree);
      walk.setRecursive(true);
      walk.setFilter(TreeFilter.ANY_DIFF);
      while (walk.next()) {
        if (fits.test(walk)) {
          if (paths.size() == ChangedPaths.MOST) {
            return new ChangedPaths(paths, false);
          }
          paths.add(walk.getPathString());
        }
      }
    }
    return new ChangedPaths(paths, true);
  }
}
