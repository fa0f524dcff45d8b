package io.meshinfra.journal;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresJournalTest extends JournalContract {
  private static EmbeddedPostgres server;

  @BeforeAll
  static void start() throws IOException {
    server = EmbeddedPostgres.builder().start();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @Override
  DataSource emptyDatabase() throws Exception {
    DataSource source = server.getPostgresDatabase();
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("drop schema public cascade");
      statement.execute("create schema public");
    }
    return source;
  }

  @Test
  void shouldSayThatTheDatabaseDoesNotAnswer() {
    PGSimpleDataSource nobody = new PGSimpleDataSource();
    nobody.setServerNames(new String[] {"127.0.0.1"});
    nobody.setPortNumbers(new int[] {1});
    JournalUnavailable gone = unavailable(nobody);
    assertTrue(gone.getMessage().contains("does not answer"), gone.getMessage());
    assertTrue(gone.getMessage().contains("mesh.journal.url"), gone.getMessage());
  }

  @Test
  void shouldSayThatTheDatabaseRefusesTheHub() {
    JournalUnavailable refused = unavailable(server.getDatabase("postgres", "no-such-database"));
    assertTrue(refused.getMessage().contains("refuses the hub"), refused.getMessage());
  }

  private static JournalUnavailable unavailable(DataSource source) {
    Journal journal = new Journal(source, Clock.systemUTC());
    return assertThrows(
        JournalUnavailable.class, () -> journal.events().recent(1, Optional.empty()));
  }
}
