package io.meshinfra.source;

import io.meshinfra.model.Content;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.Printable;
import io.meshinfra.model.Revision;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A tree whose list of files is read at once and whose files are read when asked for. Git and a
 * plain directory follow the same rules, so that what works on a laptop works on the hub.
 */
public abstract sealed class SourceTree implements FileTree permits GitTree, DirectoryTree {
  /** Manifests, templates and small binaries; what is larger belongs into a package. */
  public static final int LARGEST_FILE = 16 * 1024 * 1024;

  /** Enough for any fleet; a folder full of build output is a mistake that should be told. */
  public static final int MOST_ENTRIES = 50_000;

  private static final byte[] LFS_POINTER =
      "version https://git-lfs.github.com/spec/".getBytes(StandardCharsets.US_ASCII);
  private static final int LARGEST_POINTER = 1024;

  /** One file that may be read. */
  interface Entry {
    boolean executable();

    byte[] load(String path) throws UnreadableFile;
  }

  private final Revision revision;
  private final NavigableMap<String, Entry> files;
  private final SortedMap<String, String> refused;

  SourceTree(Revision revision, Listing listing) {
    this.revision = revision;
    this.files = listing.files;
    this.refused = Collections.unmodifiableSortedMap(listing.refused);
  }

  /** What a walk over a tree collects. */
  static final class Listing {
    final NavigableMap<String, Entry> files = new TreeMap<>();
    final SortedMap<String, String> refused = new TreeMap<>();
    private int entries;

    /** Counts everything, folders too: a tree may name the same folder again and again. */
    void count() throws UnreadableFile {
      if (++entries > MOST_ENTRIES) {
        throw new UnreadableFile(
            "it holds more than "
                + MOST_ENTRIES
                + " files and folders; choose the folder of the manifests (mesh.source.path)");
      }
    }
  }

  @Override
  public final Revision revision() {
    return revision;
  }

  @Override
  public final SortedMap<String, String> refused() {
    return refused;
  }

  @Override
  public final List<String> list(String folder) {
    String checked;
    try {
      checked = TreePath.checked(folder);
    } catch (UnreadableFile e) {
      // Outside of the tree there are no files of the tree.
      return List.of();
    }
    return checked.isEmpty() ? List.copyOf(files.keySet()) : List.copyOf(below(checked).keySet());
  }

  private SortedMap<String, Entry> below(String folder) {
    // '0' follows '/', so this is everything that begins with "folder/".
    return files.subMap(folder + "/", folder + "0");
  }

  @Override
  public final Optional<Content> read(String path) throws UnreadableFile {
    String checked = TreePath.checked(path);
    failIfRefused(checked);
    Entry entry = files.get(checked);
    if (entry != null) {
      return Optional.of(Content.of(load(checked, entry)));
    }
    if (checked.isEmpty() || !below(checked).isEmpty()) {
      throw new UnreadableFile(Printable.quote(path) + " is a folder, not a file");
    }
    return Optional.empty();
  }

  private void failIfRefused(String path) throws UnreadableFile {
    for (int end = path.indexOf('/'); ; end = path.indexOf('/', end + 1)) {
      String part = end < 0 ? path : path.substring(0, end);
      String reason = refused.get(part);
      if (reason != null) {
        throw new UnreadableFile(reason);
      }
      if (end < 0) {
        return;
      }
    }
  }

  NavigableMap<String, Entry> files() {
    return files;
  }

  static byte[] load(String path, Entry entry) throws UnreadableFile {
    byte[] bytes = entry.load(path);
    if (isLfsPointer(bytes)) {
      throw new UnreadableFile(
          Printable.quote(path)
              + " is kept in Git LFS, and the repository has only a pointer to it; LFS is not"
              + " supported: commit the file itself, or install it by a package");
    }
    return bytes;
  }

  private static boolean isLfsPointer(byte[] bytes) {
    return bytes.length <= LARGEST_POINTER
        && bytes.length >= LFS_POINTER.length
        && java.util.Arrays.equals(
            bytes, 0, LFS_POINTER.length, LFS_POINTER, 0, LFS_POINTER.length);
  }

  static UnreadableFile tooLarge(String path, long size) {
    return new UnreadableFile(
        Printable.quote(path)
            + " has "
            + size
            + " bytes, more than the limit of "
            + LARGEST_FILE
            + "; deliver it by a package or a download");
  }

  static String symlink(String path) {
    return Printable.quote(path)
        + " is a symlink, and symlinks are not followed, wherever they lead; commit a regular file";
  }
}
