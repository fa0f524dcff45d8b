package io.meshinfra.journal;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresLockTest {
  private static EmbeddedPostgres server;

  @BeforeAll
  static void start() throws IOException {
    server = EmbeddedPostgres.builder().start();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @Test
  void shouldRefuseASecondHubAndNameTheFirst() {
    try (Exclusive first = journal().takeAlone()) {
      assertTrue(first.isHeld());
      PostgresLock second = lock("second");
      JournalUnavailable refused = assertThrows(JournalUnavailable.class, second::take);
      assertTrue(refused.getMessage().contains("mesh-infra hub"), refused.getMessage());
      assertTrue(refused.getMessage().contains("127.0.0.1"), refused.getMessage());
      assertFalse(second.isHeld());
    }
  }

  @Test
  void shouldLetTheNextHubInWhenTheFirstHasStopped() {
    journal().takeAlone().close();

    try (Exclusive next = journal().takeAlone()) {
      assertTrue(next.isHeld());
    }
  }

  @Test
  void shouldNoticeThatAnotherHubTookOverAfterItsConnectionWasLost() throws SQLException {
    try (PostgresLock first = lock("first");
        PostgresLock second = lock("second")) {
      first.take();
      endConnectionsOf("first");
      second.take();

      assertFalse(first.isHeld());
      second.close();
      await().until(first::isHeld);
    }
  }

  private static void endConnectionsOf(String name) throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity where application_name = '"
              + name
              + "'");
    }
  }

  private static Journal journal() {
    return new Journal(server.getPostgresDatabase(), Clock.systemUTC());
  }

  private static PostgresLock lock(String name) {
    return new PostgresLock(server.getPostgresDatabase(), name);
  }
}
