package io.meshinfra.reconcile.backup;

import io.meshinfra.journal.AuditVerdict;
import io.meshinfra.journal.Deed;
import io.meshinfra.journal.Journal;
import io.meshinfra.journal.JournalFile;
import io.meshinfra.journal.JournalUnavailable;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes the home of a hub from a backup. It is put together and looked through beside, and takes
 * the place of what is there by a rename: there is never half a home.
 */
public final class Restore {
  /**
   * How often hubs may have taken over between the backup and now. Nodes have seen the tokens of
   * that time, and what is put back must have larger ones.
   */
  static final long LEAP = 1000;

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Path home;
  private final Clock clock;

  public Restore(Path home, Clock clock) {
    this.home = home.toAbsolutePath().normalize();
    this.clock = clock;
  }

  /**
   * What was put back.
   *
   * @param replaced where the home is now that was there before
   */
  public record Restored(BackupManifest manifest, Optional<Path> replaced) {}

  /**
   * @param force also in the place of a home that holds something; that is kept under another name
   * @throws BackupFailed when the backup is not whole, or of a newer version, or a hub runs here
   */
  public Restored from(Path file, boolean force, String by) throws IOException {
    boolean occupied = isOccupied();
    if (occupied && !force) {
      throw new BackupFailed(
          "%s is not empty; name another home with MESH_HOME, or have it replaced with --force, which keeps the old one beside"
              .formatted(home));
    }
    if (occupied) {
      refuseRunningHub();
    }
    Files.createDirectories(home.getParent());
    Path beside =
        Files.createTempDirectory(
            home.getParent(), home.getFileName() + ".restore-", Backup.folder());
    try {
      BackupManifest manifest = new BackupReader(file).unpack(beside);
      if (manifest.journal().isPresent()) {
        check(beside, manifest.journal().get(), manifest, by);
      }
      Optional<Path> replaced = takePlace(beside, occupied);
      return new Restored(manifest, replaced);
    } finally {
      HomeFiles.remove(beside);
    }
  }

  private boolean isOccupied() throws IOException {
    if (!Files.exists(home)) {
      return false;
    }
    try (Stream<Path> files = Files.list(home)) {
      return files.findFirst().isPresent();
    }
  }

  private void refuseRunningHub() {
    if (!Files.exists(home.resolve(Backup.JOURNAL))) {
      return;
    }
    try (JournalFile old = JournalFile.open(home.resolve("journal"))) {
      old.schema();
    } catch (JournalUnavailable e) {
      if (Journal.isHeldByAnother(e)) {
        throw new BackupFailed("a hub runs on %s; stop it first".formatted(home));
      }
      // A damaged journal is a reason to restore.
    }
  }

  /** The journal must be what was backed up, and known here; from then on its fence is higher. */
  private static void check(
      Path folder, BackupManifest.JournalCopy copy, BackupManifest manifest, String by) {
    if (copy.schema() > JournalFile.newestSchema()) {
      throw newer();
    }
    try (JournalFile journal = JournalFile.open(folder.resolve("journal"))) {
      if (journal.schema() > JournalFile.newestSchema()) {
        throw newer();
      }
      AuditVerdict verdict = journal.journal().audit().verify(Optional.of(copy.audit()));
      if (journal.schema() != copy.schema() || !verdict.head().equals(copy.audit())) {
        throw new BackupFailed("the journal in the backup is not the one that was backed up");
      }
      journal
          .journal()
          .leases()
          .restored(LEAP, Deed.By.person(by), "from the backup of " + manifest.made());
    } catch (JournalUnavailable e) {
      throw new BackupFailed("the journal in the backup cannot be read: " + e.getMessage());
    }
  }

  private static BackupFailed newer() {
    return new BackupFailed(
        "the backup was made by a newer mesh-infra; restore it with that version or a newer one");
  }

  private Optional<Path> takePlace(Path beside, boolean occupied) throws IOException {
    try (Stream<Path> all = Files.walk(beside)) {
      for (Path file : all.toList()) {
        Backup.sync(file);
      }
    }
    if (!occupied) {
      Files.move(beside, home, StandardCopyOption.ATOMIC_MOVE);
      return Optional.empty();
    }
    Path old =
        home.resolveSibling(home.getFileName() + ".replaced-" + STAMP.format(clock.instant()));
    try {
      Files.move(home, old, StandardCopyOption.ATOMIC_MOVE);
    } catch (DirectoryNotEmptyException e) {
      throw new BackupFailed(old + " is there already; remove it or wait a second");
    }
    try {
      Files.move(beside, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.move(old, home, StandardCopyOption.ATOMIC_MOVE);
      throw e;
    }
    return Optional.of(old);
  }
}
