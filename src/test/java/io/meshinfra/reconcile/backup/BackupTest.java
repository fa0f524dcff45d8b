package io.meshinfra.reconcile.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {
  @TempDir Path folder;
  private Path home;
  private Path file;

  @BeforeEach
  void makeHome() throws IOException {
    home = HubHomes.make(folder.resolve("home"));
    file = folder.resolve("hub.backup");
  }

  private static List<String> names(Path place) throws IOException {
    try (Stream<Path> files = Files.list(place)) {
      return files
          .map(path -> path.getFileName().toString())
          .filter(name -> !name.endsWith(".trace.db"))
          .sorted()
          .toList();
    }
  }

  @Test
  void shouldHoldWhatNobodyCanMakeAgain() throws IOException {
    Backup.Written written = HubHomes.backup(home).write(file, true);

    assertEquals(
        List.of(
            "secrets/db/password", "signers with a space", "stamp-key", "token", "journal.mv.db"),
        written.manifest().files().stream().map(BackupManifest.Entry::path).toList());
    assertEquals(2, written.manifest().journal().orElseThrow().audit().id());
    assertEquals(List.of(), written.warnings());
  }

  @Test
  void shouldBeForItsOwnerAloneAndLeaveNothingBeside() throws IOException {
    HubHomes.backup(home).write(file, true);

    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(List.of("home", "hub.backup"), names(folder));
    assertEquals(
        List.of("journal.mv.db", "secrets", "signers with a space", "source", "stamp-key", "token"),
        names(home));
  }

  @Test
  void shouldRemoveWhatAKilledBackupLeftBehind() throws IOException {
    Path stale = Files.createDirectories(home.resolve("backup-work-1/in")).getParent();
    Path fresh = Files.createDirectories(home.resolve("backup-work-2/in")).getParent();
    Instant now = HubHomes.CLOCK.instant();
    Files.setLastModifiedTime(stale, FileTime.from(now.minus(Duration.ofDays(2))));
    Files.setLastModifiedTime(fresh, FileTime.from(now.minus(Duration.ofHours(2))));

    HubHomes.backup(home).write(file, true);

    assertFalse(Files.exists(stale));
    assertTrue(Files.exists(fresh));
  }

  @Test
  void shouldFollowAHomeThatIsALink() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), home);

    Backup.Written written = HubHomes.backup(link).write(file, true);

    assertEquals(5, written.manifest().files().size());
  }

  @Test
  void shouldNotWriteOverABackup() throws IOException {
    Files.writeString(file, "yesterday");

    assertThrows(BackupFailed.class, () -> HubHomes.backup(home).write(file, true));

    assertEquals("yesterday", Files.readString(file));
  }

  @Test
  void shouldTellOfLinksThatItLeavesOut() throws IOException {
    Files.createSymbolicLink(home.resolve("secrets/link"), Path.of("/etc/shadow"));

    Backup.Written written = HubHomes.backup(home).write(file, true);

    assertEquals(
        List.of(home.resolve("secrets/link") + " is no file and not in the backup"),
        written.warnings());
  }

  @Test
  void shouldSayWhatToDoWhenTheJournalIsNotThere() throws IOException {
    Files.delete(home.resolve("journal.mv.db"));

    BackupFailed failed =
        assertThrows(BackupFailed.class, () -> HubHomes.backup(home).write(file, true));
    HubHomes.backup(home).write(file, false);

    assertTrue(failed.getMessage().contains("pg_dump"), failed.getMessage());
    assertTrue(Files.exists(file));
  }

  @Test
  void shouldLeaveNoHalfFileWhereThereIsNoRoom() throws IOException {
    Path place = Files.createDirectory(folder.resolve("place"));
    Path occupied = Files.createDirectories(place.resolve("hub.backup.part/in-the-way"));

    assertThrows(
        IOException.class, () -> HubHomes.backup(home).write(place.resolve("hub.backup"), true));

    assertFalse(Files.exists(place.resolve("hub.backup")));
    assertTrue(Files.exists(occupied));
  }

  @Test
  void shouldSayThatADeviceIsFull() {
    IOException full =
        assertThrows(
            IOException.class, () -> HubHomes.backup(home).write(Path.of("/dev/full"), true));

    assertTrue(full.getMessage().contains("No space left"), full.getMessage());
  }

  @Test
  void shouldKeepTheNewestOfARow() throws IOException {
    Path place = folder.resolve("row");
    for (int day = 0; day < 4; day++) {
      BackupRow row = new BackupRow(place, 2, Clock.offset(HubHomes.CLOCK, Duration.ofDays(day)));
      HubHomes.backup(home).write(row.next(), true);
      row.removeOld();
    }
    Files.writeString(place.resolve("mesh-notes.txt"), "not ours");

    assertEquals(
        List.of("mesh-20260303T101530Z.backup", "mesh-20260304T101530Z.backup", "mesh-notes.txt"),
        names(place));
  }
}
