package io.meshinfra.reconcile.tailnet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** What was replaced is kept in the home of the hub: an edit by hand was work of somebody. */
final class Replaced {
  private static final int MOST = 20;
  private static final String END = ".hujson";

  private final Path folder;

  Replaced(Path folder) {
    this.folder = folder;
  }

  /** The file that it is kept in. */
  Path keep(String text, Instant at) throws IOException {
    Files.createDirectories(folder, owner("rwx------"));
    Path file = folder.resolve("tailnet-" + at.toEpochMilli() + END);
    Files.deleteIfExists(file);
    Files.writeString(Files.createFile(file, owner("rw-------")), text);
    List<Path> kept;
    try (Stream<Path> files = Files.list(folder)) {
      kept = files.filter(one -> one.toString().endsWith(END)).sorted().toList();
    }
    for (Path old : kept.subList(0, Math.max(0, kept.size() - MOST))) {
      Files.deleteIfExists(old);
    }
    return file;
  }

  private static FileAttribute<?> owner(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }
}
