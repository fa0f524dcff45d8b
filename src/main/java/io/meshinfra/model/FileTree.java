package io.meshinfra.model;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files of one revision, read without a work tree. Paths are relative, with {@code /}.
 *
 * <p>Reading is bounded by the implementation; a symlink, a submodule or a path that leaves the
 * tree is refused with an {@link UnreadableFile} that says so.
 */
public interface FileTree {
  Revision revision();

  /** All regular files below a folder ({@code ""} for the root), sorted. */
  List<String> list(String folder);

  /**
   * Paths that are there and are never read, with the reason: a symlink, a submodule. What lies
   * below them is not listed.
   */
  default SortedMap<String, String> refused() {
    return new TreeMap<>();
  }

  /** The bytes of a file, or empty when there is no such file. */
  Optional<Content> read(String path) throws UnreadableFile;

  /** The file is there but must not or cannot be read; the message says why. */
  final class UnreadableFile extends Exception {
    private static final long serialVersionUID = 1;

    public UnreadableFile(String message) {
      super(message);
    }
  }
}
