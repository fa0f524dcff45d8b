package io.meshinfra.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** JDBC in the three shapes that the journal needs. Every call is one transaction. */
final class Database {
  /** Two hubs on one database collide now and then; a third time in a row is a fault. */
  private static final int ATTEMPTS = 3;

  private static final int PARCEL = 500;

  private final DataSource source;
  private final Fence fence;

  Database(DataSource source, Fence fence) {
    this.source = source;
    this.fence = fence;
  }

  boolean isPostgres() {
    return unfenced(
        connection -> connection.getMetaData().getDatabaseProductName().equals("PostgreSQL"));
  }

  interface Work<T> {
    T in(Connection connection) throws SQLException;
  }

  interface RowReader<T> {
    T read(Row row) throws SQLException;
  }

  /**
   * All or nothing, and nothing when another hub is in charge. The work may run again from the
   * start when transactions collide.
   */
  <T> T transaction(Work<T> work) {
    return unfenced(connection -> {
      fence.check(connection);
      return work.in(connection);
    });
  }

  /** The same for what only reads, and for what decides which hub is in charge. */
  <T> T unfenced(Work<T> work) {
    for (int attempt = 1; ; attempt++) {
      try (Connection connection = source.getConnection()) {
        return commit(connection, work);
      } catch (SQLException e) {
        DatabaseFault fault = DatabaseFault.of(e);
        if (fault != DatabaseFault.CONFLICT || attempt == ATTEMPTS) {
          throw fault.toException(e);
        }
      }
    }
  }

  private static <T> T commit(Connection connection, Work<T> work) throws SQLException {
    connection.setAutoCommit(false);
    try {
      T result = work.in(connection);
      connection.commit();
      return result;
    } catch (SQLException | RuntimeException e) {
      rollBack(connection, e);
      throw e;
    } finally {
      restore(connection);
    }
  }

  private static void rollBack(Connection connection, Exception reason) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }

  /** A pool wants its connections back as it gave them; a broken one it finds out itself. */
  private static void restore(Connection connection) {
    try {
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      // The commit or the roll-back has told how it went; this adds nothing.
      return;
    }
  }

  int update(String sql, Object... values) {
    return transaction(connection -> update(connection, sql, values));
  }

  /** Inserts a row unless its key is there already; tells whether it did. */
  boolean insertOnce(String sql, Object... values) {
    return transaction(connection -> insertOnce(connection, sql, values));
  }

  /** The same, and only as long as the lease of this hub lasts. */
  boolean insertOnceInTime(String sql, Object... values) {
    return unfenced(connection -> {
      fence.checkInTime(connection);
      return insertOnce(connection, sql, values);
    });
  }

  /** Throws when the lease of this hub has run out, or another hub has it. */
  void checkInTime() {
    unfenced(connection -> {
      fence.checkInTime(connection);
      return null;
    });
  }

  private static boolean insertOnce(Connection connection, String sql, Object... values)
      throws SQLException {
    try {
      return update(connection, sql, values) > 0;
    } catch (SQLException e) {
      if (DatabaseFault.of(e) == DatabaseFault.DUPLICATE) {
        connection.rollback();
        return false;
      }
      throw e;
    }
  }

  /** An update that is a deed: when it changes anything, both are written or neither. */
  int audited(Instant at, Deed deed, String sql, Object... values) {
    return transaction(connection -> {
      int changed = update(connection, sql, values);
      if (changed > 0) {
        AuditJournal.append(connection, at, deed);
      }
      return changed;
    });
  }

  /** The same for {@link #insertOnce}. */
  boolean insertOnceAudited(Instant at, Deed deed, String sql, Object... values) {
    return transaction(connection -> {
      try {
        update(connection, sql, values);
      } catch (SQLException e) {
        if (DatabaseFault.of(e) == DatabaseFault.DUPLICATE) {
          connection.rollback();
          return false;
        }
        throw e;
      }
      AuditJournal.append(connection, at, deed);
      return true;
    });
  }

  <T> List<T> list(RowReader<T> reader, String sql, Object... values) {
    return unfenced(connection -> list(connection, reader, sql, values));
  }

  <T> Optional<T> first(RowReader<T> reader, String sql, Object... values) {
    return list(reader, sql, values).stream().findFirst();
  }

  static int update(Connection connection, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      Row.bind(statement, values);
      return statement.executeUpdate();
    }
  }

  /** Many rows with one statement, in parcels that a driver can hold. */
  static void batch(Connection connection, String sql, List<Object[]> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int waiting = 0;
      for (Object[] row : rows) {
        Row.bind(statement, row);
        statement.addBatch();
        if (++waiting % PARCEL == 0) {
          statement.executeBatch();
        }
      }
      statement.executeBatch();
    }
  }

  static <T> List<T> list(Connection connection, RowReader<T> reader, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      Row.bind(statement, values);
      try (ResultSet rows = statement.executeQuery()) {
        List<T> all = new ArrayList<>();
        while (rows.next()) {
          all.add(reader.read(new Row(rows)));
        }
        return all;
      }
    }
  }
}
