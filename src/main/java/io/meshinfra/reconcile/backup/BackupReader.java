package io.meshinfra.reconcile.backup;

import io.meshinfra.model.Printable;
import io.meshinfra.reconcile.backup.BackupManifest.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * Reads a backup and believes nothing of it: only what the manifest lists, in its order, byte by
 * byte as it was written, comes out.
 */
final class BackupReader {
  private static final int LARGEST_MANIFEST = 4 * 1024 * 1024;

  private final Path file;

  BackupReader(Path file) {
    this.file = file;
  }

  /**
   * Puts all files into an empty folder.
   *
   * @throws BackupFailed when anything is missing, changed or too much; what is in the folder then
   *     is worth nothing
   */
  BackupManifest unpack(Path folder) throws IOException {
    if (Files.isRegularFile(file)) {
      refuseWithoutEnd();
    }
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
      BackupManifest manifest = manifest(zip);
      for (Entry entry : manifest.files()) {
        unpack(zip, entry, folder);
      }
      if (zip.getNextEntry() != null) {
        throw damaged("it holds more than its manifest lists");
      }
      return manifest;
    } catch (NoSuchFileException e) {
      throw new BackupFailed("there is no file " + file);
    } catch (ZipException | java.io.EOFException e) {
      throw damaged("it is cut off or changed (" + Printable.line(e.getMessage()) + ")");
    }
  }

  /** A file that was cut off has lost its list of contents, which stands at its end. */
  private void refuseWithoutEnd() throws IOException {
    try (ZipFile whole = new ZipFile(file.toFile())) {
      whole.size();
    } catch (ZipException e) {
      throw new BackupFailed(
          "%s is no backup of a hub, or it is cut off, damaged or encrypted; nothing was put back"
              .formatted(file));
    }
  }

  private BackupManifest manifest(ZipInputStream zip) throws IOException {
    ZipEntry first = zip.getNextEntry();
    if (first == null || !first.getName().equals(BackupManifest.NAME)) {
      throw new BackupFailed(file + " is no backup of a hub, or it is encrypted");
    }
    byte[] text = zip.readNBytes(LARGEST_MANIFEST + 1);
    if (text.length > LARGEST_MANIFEST) {
      throw damaged("its manifest is too long");
    }
    return BackupManifest.parse(new String(text, StandardCharsets.UTF_8));
  }

  private void unpack(ZipInputStream zip, Entry entry, Path folder) throws IOException {
    ZipEntry next = zip.getNextEntry();
    if (next == null || !next.getName().equals(entry.path())) {
      throw damaged(entry.path() + " is missing");
    }
    Path to = folder.resolve(entry.path());
    Files.createDirectories(to.getParent(), Backup.folder());
    MessageDigest digest = Backup.sha256();
    try (OutputStream out = Backup.newFile(to)) {
      copy(zip, out, digest, entry);
    }
    if (!HexFormat.of().formatHex(digest.digest()).equals(entry.sha256())) {
      throw damaged(entry.path() + " is not as it was backed up");
    }
    Files.setPosixFilePermissions(to, PosixFilePermissions.fromString(entry.mode()));
  }

  /** Not a byte more than was said: a small file can hold a zipped disk. */
  private void copy(InputStream in, OutputStream out, MessageDigest digest, Entry entry)
      throws IOException {
    byte[] part = new byte[65_536];
    long left = entry.size();
    for (int read = in.read(part); read >= 0; read = in.read(part)) {
      left -= read;
      if (left < 0) {
        throw damaged(entry.path() + " is longer than it was");
      }
      digest.update(part, 0, read);
      out.write(part, 0, read);
    }
  }

  private BackupFailed damaged(String how) {
    return new BackupFailed(
        "the backup %s is damaged: %s; nothing was put back".formatted(file, how));
  }
}
