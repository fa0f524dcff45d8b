package io.meshinfra.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The same hub with {@code mesh.journal.kind=postgresql}; nothing else is told to it. */
@QuarkusTest
@TestProfile(PostgresWiringTest.Configured.class)
class PostgresWiringTest {
  @Inject Journal journal;

  @Test
  void shouldGiveTheHubAMigratedJournal() throws Exception {
    Event event = new Event(Instant.EPOCH, Optional.empty(), Optional.empty(), "test", "wired");
    journal.events().append(event);
    try (var connection = Server.database.getPostgresDatabase().getConnection();
        var rows =
            connection
                .createStatement()
                .executeQuery("select message from event where message = 'wired'")) {
      rows.next();
      assertEquals("wired", rows.getString(1));
    }
  }

  @Test
  void shouldGoOnAfterTheDatabaseDroppedItsConnections() throws Exception {
    Event event = new Event(Instant.EPOCH, Optional.empty(), Optional.empty(), "test", "again");
    long before = journal.events().append(event);
    try (var connection = Server.database.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity"
              + " where pid <> pg_backend_pid() and usename = 'postgres'");
    }
    assertEquals(before + 1, journal.events().append(event));
  }

  public static final class Configured implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("mesh.journal.kind", "postgresql");
    }

    @Override
    public List<TestResourceEntry> testResources() {
      return List.of(new TestResourceEntry(Server.class));
    }
  }

  public static final class Server implements QuarkusTestResourceLifecycleManager {
    private static EmbeddedPostgres database;

    @Override
    public Map<String, String> start() {
      try {
        database = EmbeddedPostgres.builder().start();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
      return Map.of(
          "mesh.journal.url",
          "jdbc:postgresql://localhost:" + database.getPort() + "/postgres",
          "mesh.journal.username",
          "postgres");
    }

    @Override
    public void stop() {
      try {
        database.close();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
