package io.meshinfra.reconcile.backup;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the home of a hub holds that nobody can make again: everything but the clones, the work
 * trees and the journal, which is copied in its own way.
 */
final class HomeFiles {
  /** Made again from the repository, or by the hub itself. */
  private static final Set<String> MADE_AGAIN = Set.of("source", "branches", "worktrees");

  /** Folders of a backup or a restore that was broken off. */
  static final String WORK = "backup-work-";

  private HomeFiles() {}

  /**
   * Paths of regular files below the home, sorted.
   *
   * @param journal file of the embedded journal without its ending
   * @param skipped gets what is neither a file nor a folder, like links
   */
  static List<Path> of(Path home, Path journal, List<Path> skipped) throws IOException {
    List<Path> files = new ArrayList<>();
    String database = journal.getFileName() + ".";
    Files.walkFileTree(
        home,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes is) {
            boolean top = home.equals(folder.getParent());
            String name = String.valueOf(folder.getFileName());
            return top && (MADE_AGAIN.contains(name) || name.startsWith(WORK))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes is) {
            boolean ofTheJournal =
                file.getParent().equals(journal.getParent())
                    && file.getFileName().toString().startsWith(database);
            if (!is.isRegularFile()) {
              skipped.add(file);
            } else if (!ofTheJournal) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    Collections.sort(files);
    return files;
  }

  /** Removes what backups left behind that were killed before that time. */
  static void removeStale(Path home, Instant before) throws IOException {
    try (Stream<Path> all = Files.list(home)) {
      for (Path folder : all.toList()) {
        if (folder.getFileName().toString().startsWith(WORK)
            && Files.getLastModifiedTime(folder).toInstant().isBefore(before)) {
          remove(folder);
        }
      }
    }
  }

  /** Removes a folder with all that is in it; one that is not there is fine. */
  static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes is) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path left, IOException e) throws IOException {
            Files.delete(left);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
