package io.meshinfra.reconcile.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Backups in one folder, named by their time, of which only the newest are kept.
 *
 * @param keep how many
 */
public record BackupRow(Path folder, int keep, Clock clock) {
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("'mesh-'yyyyMMdd'T'HHmmss'Z.backup'").withZone(ZoneOffset.UTC);
  private static final Pattern OURS = Pattern.compile("mesh-[0-9]{8}T[0-9]{6}Z\\.backup");

  /** Where the next one goes; the folder is made when it is not there. */
  public Path next() throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, Backup.folder());
    }
    return folder.resolve(NAME.format(clock.instant()));
  }

  /** Removes what is too much, and tells what; files of other names are left alone. */
  public List<Path> removeOld() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> old =
          files
              .filter(file -> OURS.matcher(file.getFileName().toString()).matches())
              .sorted(Comparator.reverseOrder())
              .skip(keep)
              .toList();
      for (Path file : old) {
        Files.delete(file);
      }
      return old;
    }
  }
}
