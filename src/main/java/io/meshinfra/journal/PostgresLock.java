package io.meshinfra.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * An advisory lock on a connection of its own: the server gives it back when the hub is gone,
 * however it went.
 */
final class PostgresLock implements Exclusive {
  /** Spells "mesh"; one hub for one database. */
  private static final long KEY = 0x6d657368L;

  /** A hub whose machine vanished must not hold the lock for the two hours that TCP would wait. */
  private static final String NOTICE_DEATH =
      "set tcp_keepalives_idle = 20; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 4;"
          + " set lock_timeout = '5s'";

  private static final String LOCK_TIMEOUT = "55P03";

  private static final String HOLDER =
      "select a.application_name || ', connected from '"
          + " || coalesce(host(a.client_addr), 'a local socket') || ' since ' || a.backend_start as holder"
          + " from pg_locks l join pg_stat_activity a on a.pid = l.pid"
          + " where l.locktype = 'advisory' and l.granted and l.objsubid = 1"
          + " and l.classid = 0 and l.objid = ?"
          + " and l.database = (select oid from pg_database where datname = current_database())";

  private final DataSource source;
  private final String name;
  private Optional<Connection> held = Optional.empty();

  /**
   * @param name by which another hub tells people who has the lock
   */
  PostgresLock(DataSource source, String name) {
    this.source = source;
    this.name = name;
  }

  /**
   * @throws JournalUnavailable when another hub has the lock, or the database does not answer
   */
  synchronized void take() {
    try {
      tryToTake().ifPresent(PostgresLock::refuse);
    } catch (SQLException e) {
      throw DatabaseFault.of(e).toException(e);
    }
  }

  private static void refuse(String holder) {
    throw new JournalUnavailable(
        "another hub uses this journal: "
            + holder
            + ". One journal serves one hub; stop the other one, or give this one a database of its"
            + " own with mesh.journal.url",
        null);
  }

  /** Empty when it was taken, and otherwise who has it. */
  private Optional<String> tryToTake() throws SQLException {
    Connection connection = source.getConnection();
    try {
      if (lock(connection)) {
        held = Optional.of(connection);
        return Optional.empty();
      }
      String holder = holder(connection);
      connection.close();
      return Optional.of(holder);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Waits a little: the server may not have noticed yet that a killed hub is gone. */
  private boolean lock(Connection connection) throws SQLException {
    connection.setAutoCommit(true);
    Database.list(connection, row -> "", "select set_config('application_name', ?, false)", name);
    try (Statement statement = connection.createStatement()) {
      statement.execute(NOTICE_DEATH);
    }
    try {
      Database.list(connection, row -> "", "select pg_advisory_lock(?)", KEY);
      return true;
    } catch (SQLException e) {
      if (LOCK_TIMEOUT.equals(e.getSQLState())) {
        return false;
      }
      throw e;
    }
  }

  private static String holder(Connection connection) throws SQLException {
    return Database.list(connection, row -> row.text("holder"), HOLDER, KEY).stream()
        .findFirst()
        .orElse("it has just gone");
  }

  @Override
  public synchronized boolean isHeld() {
    try {
      if (held.isPresent() && held.get().isValid(5)) {
        return true;
      }
      close();
      return tryToTake().isEmpty();
    } catch (SQLException e) {
      return false;
    }
  }

  /** A connection of a pool is not closed by closing it, so the lock is given back first. */
  @Override
  public synchronized void close() {
    held.ifPresent(PostgresLock::giveBack);
    held = Optional.empty();
  }

  private static void giveBack(Connection connection) {
    try (connection) {
      Database.list(connection, row -> "", "select pg_advisory_unlock(?)", KEY);
    } catch (SQLException e) {
      // The connection is gone, and the lock with it.
      return;
    }
  }
}
