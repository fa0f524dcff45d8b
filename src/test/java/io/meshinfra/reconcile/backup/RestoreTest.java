package io.meshinfra.reconcile.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.journal.AuditRow;
import io.meshinfra.journal.HubId;
import io.meshinfra.journal.JournalFile;
import io.meshinfra.journal.Leases.Taking;
import io.meshinfra.model.FencingToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestoreTest {
  @TempDir Path folder;
  private Path old;
  private Path file;
  private Path home;
  private BackupManifest manifest;

  @BeforeEach
  void backUp() throws IOException {
    old = HubHomes.make(folder.resolve("old"));
    file = folder.resolve("hub.backup");
    home = folder.resolve("new").resolve("home");
    manifest = HubHomes.backup(old).write(file, true).manifest();
  }

  private Restore.Restored restore(boolean force) throws IOException {
    return new Restore(home, HubHomes.CLOCK).from(file, force, "ana");
  }

  private BackupFailed refused() {
    BackupFailed refused = assertThrows(BackupFailed.class, () -> restore(false));
    assertFalse(Files.exists(home), "half a home");
    assertEquals(0, children(home.getParent()), "something was left beside");
    return refused;
  }

  private static int children(Path place) {
    String[] names = place.toFile().list();
    return names == null ? 0 : names.length;
  }

  @Test
  void shouldPutBackWhatWasThere() throws IOException {
    Restore.Restored restored = restore(false);

    assertEquals(HubHomes.files(old), HubHomes.files(home));
    assertEquals(manifest, restored.manifest());
    assertFalse(Files.exists(home.resolve("source")));
    assertEquals(1, children(home.getParent()));
  }

  @Test
  void shouldGoOnWithTheAuditAndAboveAllTokensThatNodesHaveSeen() throws IOException {
    restore(false);

    try (JournalFile journal = JournalFile.open(home.resolve("journal"))) {
      Optional<AuditRow.Head> head = manifest.journal().map(BackupManifest.JournalCopy::audit);
      assertTrue(journal.journal().audit().verify(head).isWhole());
      AuditRow last = journal.journal().audit().after(2, 10).getFirst();
      assertEquals(
          "hub-restored from the backup of 2026-03-01T10:15:30Z",
          last.deed() + " " + last.detail());
      assertEquals("ana", last.name());
      Taking taken =
          journal.journal().leases().take(new HubId("b", "2@new"), Duration.ofSeconds(30));
      assertEquals(new Taking.Mine(new FencingToken(1 + Restore.LEAP + 1)), taken);
    }
  }

  @Test
  void shouldRefuseAHomeThatIsNotEmpty() throws IOException {
    Files.createDirectories(home);
    Files.writeString(home.resolve("token"), "mine");

    BackupFailed refused = assertThrows(BackupFailed.class, () -> restore(false));

    assertTrue(refused.getMessage().contains("--force"), refused.getMessage());
    assertEquals("mine", Files.readString(home.resolve("token")));
  }

  @Test
  void shouldKeepTheHomeThatItReplaces() throws IOException {
    Files.createDirectories(home);
    Files.writeString(home.resolve("token"), "mine");

    Path replaced = restore(true).replaced().orElseThrow();

    assertEquals("mine", Files.readString(replaced.resolve("token")));
    assertEquals(HubHomes.files(old), HubHomes.files(home));
  }

  @Test
  void shouldTakeAnEmptyHome() throws IOException {
    Files.createDirectories(home);

    restore(false);

    assertEquals(HubHomes.files(old), HubHomes.files(home));
  }

  /** Wherever it is cut off. */
  @Test
  void shouldRefuseAFileThatIsCutOff() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length += 1 + whole.length / 60) {
      Files.write(file, java.util.Arrays.copyOf(whole, length));
      refused();
    }
    Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 1));
    refused();
  }

  /** Whichever byte of its content it is. */
  @Test
  void shouldRefuseAFileThatWasChanged() throws IOException {
    for (String entry : List.of("stamp-key", "secrets/db/password", "journal.mv.db", "token")) {
      byte[] whole = Files.readAllBytes(file);
      replace(Map.of(entry, bytes -> changed(bytes, bytes.length / 2)));
      String why = refused().getMessage();
      assertTrue(why.contains(entry + " is not as it was backed up"), why);
      Files.write(file, whole);
    }
  }

  /**
   * Some bits, like the time of an entry, mean nothing; whatever the bit, nothing wrong comes out.
   */
  @Test
  void shouldPutBackNothingWrongWhicheverBitFlipped() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    int refusals = 0;
    for (int at = 0; at < whole.length; at += 1 + whole.length / 80) {
      Files.write(file, changed(whole, at));
      try {
        restore(false);
        assertEquals(HubHomes.files(old), HubHomes.files(home), "byte " + at);
      } catch (BackupFailed e) {
        refusals++;
        assertFalse(Files.exists(home), "half a home");
      }
      HomeFiles.remove(home);
    }
    assertTrue(refusals > 60, refusals + " of 80 were refused");
  }

  private static byte[] changed(byte[] bytes, int at) {
    byte[] other = bytes.clone();
    other[at] ^= 0x10;
    return other;
  }

  /**
   * Writes the backup anew with other content, as somebody does who knows how zip files are made.
   */
  private void replace(Map<String, UnaryOperator<byte[]>> changes) throws IOException {
    Rewritten.rewrite(file, changes, List.of());
  }

  private BackupFailed refusedWith(String from, String to) throws IOException {
    replace(
        Map.of(
            BackupManifest.NAME,
            bytes ->
                new String(bytes, StandardCharsets.UTF_8)
                    .replace(from, to)
                    .getBytes(StandardCharsets.UTF_8)));
    return refused();
  }

  @Test
  void shouldRefuseABackupOfANewerProgram() throws IOException {
    String why = refusedWith("mesh-infra backup 1", "mesh-infra backup 2").getMessage();

    assertTrue(why.contains("newer mesh-infra"), why);
  }

  @Test
  void shouldRefuseAJournalWithTablesOfANewerProgram() throws IOException {
    int schema = manifest.journal().orElseThrow().schema();

    String why = refusedWith("schema " + schema, "schema 999").getMessage();

    assertTrue(why.contains("newer mesh-infra"), why);
  }

  @Test
  void shouldRefuseAnotherJournalThanWasBackedUp() throws IOException {
    String why = refusedWith(" audit 2 ", " audit 1 ").getMessage();

    assertTrue(why.contains("not the one that was backed up"), why);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../token", "/etc/cron.d/x", "a/../../token", "a\\b", ".", "a//b", "a/"})
  void shouldPutNothingOutsideOfTheHome(String path) throws IOException {
    assertFalse(BackupManifest.isSafe(path));
    refusedWith(" token\n", " " + path + "\n");
  }

  @Test
  void shouldRefuseWhatIsNotInItsManifest() throws IOException {
    Rewritten.rewrite(file, Map.of(), List.of("authorized_keys"));

    String why = refused().getMessage();

    assertTrue(why.contains("more than its manifest lists"), why);
  }

  @Test
  void shouldPutBackWhatCameOutOfAPipe() throws IOException {
    ByteArrayOutputStream pipe = new ByteArrayOutputStream();
    HubHomes.backup(old).pour(pipe, true);
    Files.write(file, pipe.toByteArray());

    restore(false);

    assertEquals(HubHomes.files(old), HubHomes.files(home));
  }

  @Test
  void shouldSayThatItIsNoBackup() throws IOException {
    Files.writeString(file, "age-encryption.org/v1\n");

    String why = refused().getMessage();

    assertTrue(why.contains("encrypted"), why);
  }

  /** A zip with other content. */
  private static final class Rewritten {
    static void rewrite(Path file, Map<String, UnaryOperator<byte[]>> changes, List<String> more)
        throws IOException {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (ZipFile old = new ZipFile(file.toFile());
          ZipOutputStream zip = new ZipOutputStream(out)) {
        for (ZipEntry entry : old.stream().map(ZipEntry.class::cast).toList()) {
          byte[] bytes = old.getInputStream(entry).readAllBytes();
          zip.putNextEntry(new ZipEntry(entry.getName()));
          zip.write(changes.getOrDefault(entry.getName(), UnaryOperator.identity()).apply(bytes));
        }
        for (String name : more) {
          zip.putNextEntry(new ZipEntry(name));
        }
      }
      Files.write(file, out.toByteArray());
    }
  }
}
