package io.meshinfra.journal;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** One row of a result, and how values go into a statement: the same for both databases. */
record Row(ResultSet row) {

  /**
   * Binds values in their order. An {@link Instant} is cut to microseconds, which both databases
   * keep; an empty {@link Optional} is a null text.
   */
  static void bind(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      bind(statement, i + 1, values[i]);
    }
  }

  private static void bind(PreparedStatement statement, int at, Object value) throws SQLException {
    switch (value) {
      case Instant instant ->
          statement.setObject(at, instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC));
      case Integer number -> statement.setInt(at, number);
      case Long number -> statement.setLong(at, number);
      case String text -> statement.setString(at, text);
      case NoInstant.NULL -> statement.setNull(at, Types.TIMESTAMP_WITH_TIMEZONE);
      case Optional<?> maybe -> {
        if (maybe.isPresent()) {
          bind(statement, at, maybe.get());
        } else {
          statement.setNull(at, Types.VARCHAR);
        }
      }
      default -> statement.setString(at, value.toString());
    }
  }

  /** The absent instant: PostgreSQL wants to know the type of a null. */
  enum NoInstant {
    NULL
  }

  static Object instantOrNull(Optional<Instant> instant) {
    return instant.<Object>map(i -> i).orElse(NoInstant.NULL);
  }

  /** A number or a text, to be bound again as it is. */
  Object key(String column) throws SQLException {
    return row.getObject(column);
  }

  String text(String column) throws SQLException {
    return row.getString(column);
  }

  Optional<String> maybeText(String column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }

  long number(String column) throws SQLException {
    return row.getLong(column);
  }

  boolean flag(String column) throws SQLException {
    return row.getBoolean(column);
  }

  int integer(String column) throws SQLException {
    return row.getInt(column);
  }

  Instant instant(String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  Optional<Instant> maybeInstant(String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
