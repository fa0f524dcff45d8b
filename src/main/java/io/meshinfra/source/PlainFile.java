package io.meshinfra.source;

import static io.meshinfra.source.SourceTree.LARGEST_FILE;

import io.meshinfra.model.Content;
import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.model.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A file of a plain directory as it was seen. Git tells the same from a changed file by the same
 * means: by size, time and number of the file; and by its content only when it was written so
 * lately that a later write could have the same time.
 *
 * @param stamp what another state of the file does not have
 * @param sha256 of the content, when the stamp is not enough
 */
record PlainFile(Path file, boolean executable, Stamp stamp, Optional<String> sha256)
    implements SourceTree.Entry {

  /**
   * @param writtenAt nanoseconds since 1970
   * @param number what the file system tells files apart by; null where it does not
   */
  record Stamp(long size, long writtenAt, Object number) {
    static Stamp of(BasicFileAttributes attributes) {
      return new Stamp(
          attributes.size(),
          attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
          attributes.fileKey());
    }
  }

  /** Times of files are as coarse as this on some file systems, and most are far finer. */
  private static final Duration LATELY = Duration.ofSeconds(2);

  /**
   * @param now as the clock of the file system has it, or before
   */
  static PlainFile seen(Path file, String path, BasicFileAttributes attributes, Instant now)
      throws UnreadableFile {
    Instant written = attributes.lastModifiedTime().toInstant();
    Optional<String> sha256 =
        written.plus(LATELY).isAfter(now)
            ? Optional.of(Content.digest(bytes(file, path)))
            : Optional.empty();
    return new PlainFile(file, Files.isExecutable(file), Stamp.of(attributes), sha256);
  }

  @Override
  public byte[] load(String path) throws UnreadableFile {
    byte[] bytes = bytes(file, path);
    try {
      BasicFileAttributes now =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (Stamp.of(now).equals(stamp)
          && sha256.map(Content.digest(bytes)::equals).orElse(bytes.length == now.size())) {
        return bytes;
      }
    } catch (IOException e) {
      throw unreadable(path, e);
    }
    throw new UnreadableFile(Printable.quote(path) + " changed while it was read; try again");
  }

  private static byte[] bytes(Path file, String path) throws UnreadableFile {
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
      if (bytes.length > LARGEST_FILE) {
        throw SourceTree.tooLarge(path, Files.size(file));
      }
      return bytes;
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private static UnreadableFile unreadable(String path, IOException e) {
    return new UnreadableFile(
        Printable.quote(path) + " cannot be read: " + e.getClass().getSimpleName());
  }
}
