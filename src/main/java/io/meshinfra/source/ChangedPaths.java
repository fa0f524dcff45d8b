package io.meshinfra.source;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Paths that differ; a file that was moved is there twice.
 *
 * @param isWhole whether these are all
 */
public record ChangedPaths(SortedSet<String> paths, boolean isWhole) {
  /** Nobody looks at more. */
  public static final int MOST = 5000;

  public ChangedPaths {
    paths = Collections.unmodifiableSortedSet(new TreeSet<>(paths));
  }
}
