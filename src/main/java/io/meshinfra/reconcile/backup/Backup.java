package io.meshinfra.reconcile.backup;

import io.meshinfra.journal.AuditVerdict;
import io.meshinfra.journal.Journal;
import io.meshinfra.journal.JournalFile;
import io.meshinfra.journal.JournalUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Writes the home of a hub into one file. It is complete or not there: it is written beside and
 * renamed.
 */
public final class Backup {
  static final Set<PosixFilePermission> MINE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> MY_FOLDER =
      PosixFilePermissions.fromString("rwx------");

  /** No backup takes longer; what is older was left by one that was killed. */
  private static final Duration LONGEST = Duration.ofDays(1);

  /** Name of the journal in the backup. */
  static final String JOURNAL = "journal" + JournalFile.ENDING;

  private final Path home;
  private final Path journal;
  private final CopyByHub hub;
  private final Clock clock;

  /** Asks the running hub, whose journal nobody else can read. */
  @FunctionalInterface
  public interface CopyByHub {
    /** A consistent copy of its journal, zipped, in the home of the hub. */
    Path copy();
  }

  /**
   * @param journal file of the embedded journal without its ending
   */
  public Backup(Path home, Path journal, CopyByHub hub, Clock clock) {
    this.home = real(home.toAbsolutePath().normalize());
    Path file = journal.toAbsolutePath().normalize();
    this.journal = real(file.getParent()).resolve(file.getFileName());
    this.hub = hub;
    this.clock = clock;
  }

  /** A home may be a link to where there is room. */
  private static Path real(Path folder) {
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      return folder; // not there: told when it is used
    }
  }

  /**
   * What was written.
   *
   * @param warnings what is not as it should be, or not in it
   */
  public record Written(BackupManifest manifest, List<String> warnings) {
    public Written {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * @param withJournal false when the journal is in PostgreSQL, which has tools of its own
   * @throws BackupFailed when nothing was written
   */
  public Written write(Path file, boolean withJournal) throws IOException {
    if (Files.isRegularFile(file)) {
      throw new BackupFailed(file + " is there already; give another name, or remove it");
    }
    return written(withJournal, (manifest, sources) -> store(file, manifest, sources));
  }

  /** The same into a pipe; whoever reads it finds out by the manifest whether it is whole. */
  public Written pour(OutputStream out, boolean withJournal) throws IOException {
    return written(withJournal, (manifest, sources) -> zip(out, manifest, sources));
  }

  private interface Writing {
    void write(BackupManifest manifest, List<Source> sources) throws IOException;
  }

  private Written written(boolean withJournal, Writing writing) throws IOException {
    if (!Files.isDirectory(home)) {
      throw new BackupFailed("%s is no home of a hub; MESH_HOME names it".formatted(home));
    }
    HomeFiles.removeStale(home, clock.instant().minus(LONGEST));
    Path work = Files.createTempDirectory(home, HomeFiles.WORK, folder());
    try {
      List<String> warnings = new ArrayList<>();
      Optional<BackupManifest.JournalCopy> copy =
          withJournal ? Optional.of(copied(work, warnings)) : Optional.empty();
      List<Source> sources = sources(work, withJournal, warnings);
      List<BackupManifest.Entry> entries = new ArrayList<>();
      for (Source source : sources) {
        entries.add(source.entry());
      }
      BackupManifest manifest =
          new BackupManifest(clock.instant().truncatedTo(ChronoUnit.SECONDS), copy, entries);
      writing.write(manifest, sources);
      return new Written(manifest, warnings);
    } finally {
      HomeFiles.remove(work);
    }
  }

  static FileAttribute<?> folder() {
    return PosixFilePermissions.asFileAttribute(MY_FOLDER);
  }

  /** A file, and what it is called in the backup. */
  private record Source(Path file, String path) {
    BackupManifest.Entry entry() throws IOException {
      return copyTo(OutputStream.nullOutputStream());
    }

    /** Tells what was copied. */
    BackupManifest.Entry copyTo(OutputStream out) throws IOException {
      MessageDigest digest = sha256();
      long size = 0;
      try (InputStream in = Files.newInputStream(file)) {
        byte[] part = new byte[65_536];
        for (int read = in.read(part); read >= 0; read = in.read(part)) {
          digest.update(part, 0, read);
          out.write(part, 0, read);
          size += read;
        }
      }
      String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
      return new BackupManifest.Entry(path, mode, size, HexFormat.of().formatHex(digest.digest()));
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private List<Source> sources(Path work, boolean withJournal, List<String> warnings)
      throws IOException {
    List<Path> skipped = new ArrayList<>();
    List<Source> sources = new ArrayList<>();
    for (Path file : HomeFiles.of(home, journal, skipped)) {
      sources.add(new Source(file, home.relativize(file).toString()));
    }
    skipped.forEach(path -> warnings.add(path + " is no file and not in the backup"));
    if (withJournal) {
      sources.add(new Source(work.resolve(JOURNAL), JOURNAL));
    }
    return sources;
  }

  /**
   * By the file itself when no hub has it, else by the hub; then it is opened and looked through.
   */
  private BackupManifest.JournalCopy copied(Path work, List<String> warnings) throws IOException {
    Path file = journal.resolveSibling(journal.getFileName() + JournalFile.ENDING);
    if (!Files.exists(file)) {
      throw new BackupFailed(
          "there is no journal "
              + file
              + "; MESH_JOURNAL_FILE names another one. When the journal is in PostgreSQL, back that"
              + " up by its own tools (pg_dump), and the rest with --without-journal");
    }
    Path zip = zipped(work);
    try {
      unzip(zip, work.resolve(JOURNAL));
    } finally {
      Files.deleteIfExists(zip);
    }
    try (JournalFile copy = JournalFile.open(work.resolve("journal"))) {
      AuditVerdict verdict = copy.journal().audit().verify(Optional.empty());
      if (!verdict.isWhole()) {
        warnings.add("the audit in the journal is not as it was written; mesh audit verify tells");
      }
      return new BackupManifest.JournalCopy(copy.schema(), verdict.head());
    } catch (JournalUnavailable e) {
      throw new BackupFailed("the copy of the journal cannot be read: " + e.getMessage());
    }
  }

  private Path zipped(Path work) {
    try (JournalFile open = JournalFile.open(journal)) {
      Path zip = work.resolve("journal.zip");
      open.journal().copyTo(zip);
      return zip;
    } catch (JournalUnavailable e) {
      if (Journal.isHeldByAnother(e)) {
        return hub.copy();
      }
      throw new BackupFailed("the journal cannot be copied: " + e.getMessage());
    }
  }

  private static void unzip(Path zip, Path to) throws IOException {
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip));
        OutputStream out = newFile(to)) {
      ZipEntry entry = in.getNextEntry();
      if (entry == null || !entry.getName().endsWith(JournalFile.ENDING)) {
        throw new BackupFailed("the copy of the journal is not complete");
      }
      in.transferTo(out);
    }
  }

  static OutputStream newFile(Path file) throws IOException {
    Files.createFile(file, PosixFilePermissions.asFileAttribute(MINE));
    return Files.newOutputStream(file);
  }

  private static void store(Path file, BackupManifest manifest, List<Source> sources)
      throws IOException {
    if (Files.exists(file)) { // a pipe or a device: there is nothing to rename
      try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
        zip(out, manifest, sources);
      }
      return;
    }
    Path beside = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(beside);
    try {
      try (OutputStream out = newFile(beside)) {
        zip(out, manifest, sources);
      }
      sync(beside);
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.deleteIfExists(beside);
      throw new BackupFailed(
          "the backup could not be written to %s, and nothing of it is left there: %s"
              .formatted(file, e.getMessage()));
    }
  }

  private static void zip(OutputStream out, BackupManifest manifest, List<Source> sources)
      throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(BackupManifest.NAME));
      zip.write(manifest.text().getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < sources.size(); i++) {
        zip.putNextEntry(new ZipEntry(sources.get(i).path()));
        if (!sources.get(i).copyTo(zip).equals(manifest.files().get(i))) {
          throw new IOException(sources.get(i).file() + " was changed meanwhile; try again");
        }
      }
    }
  }

  /** On disk, not only on its way there. */
  static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
