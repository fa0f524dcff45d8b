package io.meshinfra.cli.fleet;

import io.meshinfra.cli.Failure;
import io.meshinfra.cli.WholeFile;
import io.meshinfra.model.Content;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The files that somebody is working on.
 *
 * @param read as they were when the edits were thought out
 */
public record FilesOnDisk(Path root, FileTree read) {

  /**
   * Each file is written beside and renamed, and keeps its mode.
   *
   * @throws Failure when one of them was changed in the meantime; then none is written
   */
  public void write(Map<String, Content> files) {
    files.keySet().forEach(this::requireUnchanged);
    files.forEach(this::write);
  }

  private void requireUnchanged(String path) {
    try {
      Optional<Content> then = read.read(path);
      Path file = root.resolve(path);
      boolean same =
          Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
              && then.equals(Optional.of(Content.of(Files.readAllBytes(file))));
      if (!same) {
        throw new Failure(
            "%s was changed in the meantime, so nothing was written; run the command once more"
                .formatted(Printable.quote(path)));
      }
    } catch (IOException | FileTree.UnreadableFile e) {
      throw unwritable(path, e);
    }
  }

  private void write(String path, Content content) {
    try {
      WholeFile.write(root.resolve(path), content.bytes());
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  private static Failure unwritable(String path, Exception e) {
    return new Failure(
        "%s cannot be written: %s"
            .formatted(Printable.quote(path), Printable.line(String.valueOf(e.getMessage()))));
  }
}
