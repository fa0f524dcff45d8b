package io.meshinfra.source;

import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.model.Printable;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Revisions written to disk, each in a folder named by its commit, for tools that need files. */
final class WorkTrees {
  /** A run may still use an older one while newer ones, and others that are looked at, arrive. */
  static final int KEPT = 20;

  private static final long MOST_BYTES = 1L << 30;
  private static final String UNFINISHED = ".new-";

  private WorkTrees() {}

  /** Writes the tree beside and renames it: a folder with the name of a commit is complete. */
  static WorkTree materialise(SourceTree tree, Path folder) {
    Path target = folder.resolve(tree.revision().id());
    SortedMap<String, String> leftOut = new TreeMap<>(tree.refused());
    try {
      Files.createDirectories(folder);
      if (!Files.isDirectory(target)) {
        leftOut.putAll(write(tree, folder, target));
      } else {
        leftOut.putAll(missing(tree, target));
      }
      Files.setLastModifiedTime(target, FileTime.from(Instant.now()));
      forgetOld(folder, target);
      return new WorkTree.Ready(target, leftOut);
    } catch (UnreadableFile e) {
      return new WorkTree.Unavailable(e.getMessage());
    } catch (IOException e) {
      return new WorkTree.Unavailable(
          "revision "
              + tree.revision().abbreviated()
              + " cannot be written below "
              + folder
              + ": "
              + Printable.line(String.valueOf(e.getMessage())));
    }
  }

  private static Map<String, String> write(SourceTree tree, Path folder, Path target)
      throws IOException, UnreadableFile {
    Path fresh = Files.createTempDirectory(folder, UNFINISHED);
    try {
      Map<String, String> leftOut = fill(tree, fresh);
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
      return leftOut;
    } finally {
      delete(fresh);
    }
  }

  private static Map<String, String> fill(SourceTree tree, Path fresh)
      throws IOException, UnreadableFile {
    Map<String, String> leftOut = new TreeMap<>();
    long total = 0;
    for (Map.Entry<String, SourceTree.Entry> file : tree.files().entrySet()) {
      byte[] bytes;
      try {
        bytes = SourceTree.load(file.getKey(), file.getValue());
      } catch (UnreadableFile e) {
        leftOut.put(file.getKey(), e.getMessage());
        continue;
      }
      total += bytes.length;
      if (total > MOST_BYTES) {
        throw new UnreadableFile("the revision holds more than " + MOST_BYTES + " bytes");
      }
      write(fresh.resolve(file.getKey()), bytes, file.getValue().executable());
    }
    return leftOut;
  }

  private static void write(Path file, byte[] bytes, boolean executable) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, bytes, StandardOpenOption.CREATE_NEW);
    Files.setPosixFilePermissions(
        file, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
  }

  /** What was left out when the folder was written, found out again. */
  private static Map<String, String> missing(SourceTree tree, Path target) {
    Map<String, String> leftOut = new TreeMap<>();
    tree.files()
        .forEach((path, entry) -> {
          if (!Files.exists(target.resolve(path))) {
            leftOut.put(path, reason(path, entry));
          }
        });
    return leftOut;
  }

  private static String reason(String path, SourceTree.Entry entry) {
    try {
      SourceTree.load(path, entry);
      return Printable.quote(path) + " was removed from the work tree";
    } catch (UnreadableFile e) {
      return e.getMessage();
    }
  }

  private static void forgetOld(Path folder, Path current) throws IOException {
    List<Path> all;
    try (Stream<Path> children = Files.list(folder)) {
      all =
          children
              .filter(p -> !p.equals(current))
              .sorted(Comparator.comparing(WorkTrees::modified).reversed())
              .toList();
    }
    // What a killed hub left half-written goes at once.
    for (Path path : all) {
      if (path.getFileName().toString().startsWith(UNFINISHED)) {
        delete(path);
      }
    }
    List<Path> commits =
        all.stream().filter(p -> p.getFileName().toString().matches("[0-9a-f]{40,64}")).toList();
    for (Path old : commits.subList(Math.min(commits.size(), KEPT - 1), commits.size())) {
      delete(old);
    }
  }

  private static FileTime modified(Path path) {
    try {
      return Files.getLastModifiedTime(path);
    } catch (IOException e) {
      // It went away meanwhile; then it may as well count as old.
      return FileTime.from(Instant.EPOCH);
    }
  }

  /** Symlinks are removed, not followed. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, IOException e) throws IOException {
            Files.delete(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
