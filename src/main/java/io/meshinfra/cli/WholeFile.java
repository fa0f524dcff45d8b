package io.meshinfra.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes files beside and renames them, so that nobody ever reads half of one. */
public final class WholeFile {
  private WholeFile() {}

  /**
   * Replaces a file, which keeps its mode; makes it where there is none. Never writes through a
   * link.
   *
   * @throws IOException when it cannot be written; what was there is there still
   */
  public static void write(Path file, byte[] content) throws IOException {
    Path target = file.toAbsolutePath();
    Path beside = target.resolveSibling("." + target.getFileName() + ".mesh-new");
    Files.deleteIfExists(beside);
    if (Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
      Files.copy(target, beside, StandardCopyOption.COPY_ATTRIBUTES);
      Files.write(beside, content);
    } else {
      Files.write(beside, content, StandardOpenOption.CREATE_NEW);
    }
    Files.move(beside, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
