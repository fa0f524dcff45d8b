package io.meshinfra.source;

import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.model.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A path inside a tree, checked: it cannot lead out. */
final class TreePath {
  /** Deeper or longer ones are an attack or a mistake; file systems stop there too. */
  static final int DEEPEST = 64;

  static final int LONGEST = 4096;

  private TreePath() {}

  /**
   * The path without {@code .} and doubled slashes; {@code ""} is the root.
   *
   * @throws UnreadableFile for an absolute path and for one with {@code ..}
   */
  static String checked(String path) throws UnreadableFile {
    if (path.startsWith("/")) {
      throw new UnreadableFile(
          Printable.quote(path) + " is absolute; name it relative to the folder of the manifests");
    }
    List<String> segments = new ArrayList<>();
    for (String segment : path.split("/")) {
      if (segment.equals("..")) {
        throw new UnreadableFile(
            Printable.quote(path) + " leaves the repository: \"..\" is not allowed in a path");
      }
      if (!segment.isEmpty() && !segment.equals(".")) {
        segments.add(segment);
      }
    }
    return String.join("/", segments);
  }

  /** Whether a name out of a tree, which anybody may have made by hand, is no name of a file. */
  static boolean isHostile(String segment) {
    return segment.isEmpty()
        || segment.equals(".")
        || segment.equals("..")
        || segment.toLowerCase(Locale.ROOT).equals(".git")
        || segment.indexOf('/') >= 0
        || segment.indexOf('\0') >= 0;
  }
}
