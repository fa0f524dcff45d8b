package io.meshinfra.source;

import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** What became of a request to write a revision to disk. */
public sealed interface WorkTree {

  /**
   * The files of the revision. Read-only by agreement: others may use the same directory.
   *
   * @param leftOut paths that are not there, and why: symlinks, submodules, unreadable files
   */
  record Ready(Path directory, SortedMap<String, String> leftOut) implements WorkTree {
    public Ready {
      leftOut = Collections.unmodifiableSortedMap(new TreeMap<>(leftOut));
    }
  }

  record Unavailable(String reason) implements WorkTree {}
}
