package io.meshinfra.journal;

import io.meshinfra.model.FencingToken;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps a hub that is not in charge from writing to a database that several hubs share. The check
 * is part of the transaction that writes: it holds the row of the lease, so that no other hub takes
 * over between the check and the commit.
 */
final class Fence {
  private static final String MINE =
      "select coalesce(expires_at > current_timestamp, false) as in_time from hub_lease"
          + " where token = ? for key share";

  private sealed interface State {
    /** Nobody shares the database, or the program is no hub. */
    record Open() implements State {}

    record Held(FencingToken token) implements State {}

    record StandingBy(String holder) implements State {}
  }

  private volatile State state = new State.Open();

  void hold(FencingToken token) {
    state = new State.Held(token);
  }

  void standBy(String holder) {
    state = new State.StandingBy(holder);
  }

  /**
   * @throws JournalUnavailable when this hub may not write
   */
  void check(Connection connection) throws SQLException {
    isInTime(connection);
  }

  /**
   * The same, and not when its lease has run out either, though nobody has taken over yet.
   *
   * @throws JournalUnavailable when this hub may not begin anything
   */
  void checkInTime(Connection connection) throws SQLException {
    if (!isInTime(connection)) {
      throw new JournalUnavailable(
          "the lease of this hub has run out, and nothing is handed over until it is renewed",
          null);
    }
  }

  private boolean isInTime(Connection connection) throws SQLException {
    return switch (state) {
      case State.Open open -> true;
      case State.StandingBy by ->
          throw new JournalUnavailable(
              "this hub stands by and writes nothing: " + by.holder() + " is in charge", null);
      case State.Held held -> isInTime(connection, held.token());
    };
  }

  /** Exchanges the token of this hub for a larger one, in the database and here. */
  synchronized FencingToken exchange(Supplier<FencingToken> inTheDatabase) {
    FencingToken next = inTheDatabase.get();
    if (state instanceof State.Held) {
      state = new State.Held(next);
    }
    return next;
  }

  /** The token of this hub when it is not that one any more; waits for an exchange. */
  private synchronized Optional<FencingToken> insteadOf(FencingToken token) {
    return state instanceof State.Held held && !held.token().equals(token)
        ? Optional.of(held.token())
        : Optional.empty();
  }

  private boolean isInTime(Connection connection, FencingToken token) throws SQLException {
    List<Boolean> rows =
        Database.list(connection, row -> row.flag("in_time"), MINE, token.number());
    Optional<FencingToken> exchanged = rows.isEmpty() ? insteadOf(token) : Optional.empty();
    if (exchanged.isPresent()) {
      return isInTime(connection, exchanged.get());
    }
    if (rows.isEmpty()) {
      throw new JournalUnavailable(
          "another hub has taken over; what this one, with the fencing token %s, still wants to write is not written"
              .formatted(token),
          null);
    }
    return rows.getFirst();
  }
}
