package io.meshinfra.reconcile.backup;

import io.meshinfra.journal.Deed;
import io.meshinfra.journal.HubId;
import io.meshinfra.journal.JournalFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;

/** Homes of hubs for tests. */
final class HubHomes {
  static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T10:15:30.5Z"), ZoneOffset.UTC);

  private HubHomes() {}

  /** With a journal, a key, a token, a secret, and what need not be backed up. */
  static Path make(Path home) throws IOException {
    Files.createDirectories(home.resolve("secrets/db"));
    Files.createDirectories(home.resolve("source/objects"));
    put(home.resolve("stamp-key"), "0123456789abcdef0123456789abcdef", "rw-------");
    put(home.resolve("token"), "correct-horse\n", "rw-------");
    put(home.resolve("secrets/db/password"), "hunter2", "r--------");
    put(home.resolve("signers with a space"), "ana ssh-ed25519 AAAA\n", "rw-r--r--");
    put(home.resolve("source/objects/pack"), "made again", "rw-r--r--");
    Flyway.configure()
        .dataSource("jdbc:h2:file:" + home.resolve("journal"), "", "")
        .load()
        .migrate();
    try (JournalFile journal = JournalFile.open(home.resolve("journal"))) {
      journal.journal().leases().take(new HubId("a", "1@old"), Duration.ofSeconds(30));
      journal.journal().audit().append(Deed.begun(Deed.By.person("ana"), "test", "before"));
    }
    return home;
  }

  private static void put(Path file, String text, String mode) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  static Backup backup(Path home) {
    return new Backup(
        home,
        home.resolve("journal"),
        () -> {
          throw new AssertionError("no hub runs here");
        },
        CLOCK);
  }

  /** Files and their content and modes, without the journal. */
  static TreeMap<String, String> files(Path home) throws IOException {
    TreeMap<String, String> all = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(home)) {
      for (Path file : paths.filter(Files::isRegularFile).toList()) {
        String name = home.relativize(file).toString();
        if (!name.startsWith("journal") && !name.startsWith("source/")) {
          all.put(
              name,
              PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                  + " "
                  + Files.readString(file));
        }
      }
    }
    return all;
  }
}
