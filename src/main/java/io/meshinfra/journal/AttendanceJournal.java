package io.meshinfra.journal;

import io.meshinfra.model.Absence;
import io.meshinfra.model.Gap;
import io.meshinfra.model.NoWayIn.Cause;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Sightings;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether nodes answer, as the hub has seen it, and what was told of it.
 *
 * <p>Every method throws {@link JournalUnavailable} when the database does.
 */
public final class AttendanceJournal {
  private static final String COLUMNS =
      "node, last_seen, absent_since, cause_since, cause, reason, gap_from, gap_to, told";

  private final Database database;

  AttendanceJournal(Database database) {
    this.database = database;
  }

  /**
   * One node.
   *
   * @param told the state that was told last, in a word
   */
  public record Attended(NodeName node, Sightings seen, String told) {}

  /** Replaces what is known of the node. */
  public void save(Attended attended) {
    Sightings seen = attended.seen();
    Optional<Absence> absence = seen.absence();
    database.transaction(connection -> {
      Database.update(connection, "delete from attendance where node = ?", attended.node());
      return Database.update(
          connection,
          "insert into attendance (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
          attended.node(),
          Row.instantOrNull(seen.lastSeen()),
          Row.instantOrNull(absence.map(Absence::since)),
          Row.instantOrNull(absence.map(Absence::causeSince)),
          absence.map(a -> a.cause().word()),
          absence.map(a -> Bounded.line(a.reason())),
          Row.instantOrNull(seen.gap().map(Gap::from)),
          Row.instantOrNull(seen.gap().map(Gap::to)),
          attended.told());
    });
  }

  /** All nodes that were ever tried, sorted. */
  public List<Attended> all() {
    return database.list(
        AttendanceJournal::read, "select " + COLUMNS + " from attendance order by node");
  }

  public Optional<Attended> of(NodeName node) {
    return database.first(
        AttendanceJournal::read, "select " + COLUMNS + " from attendance where node = ?", node);
  }

  /** How long the node was away at a stretch since it was last as it shall be. */
  public Duration absence(NodeName node, Instant now) {
    return of(node).map(known -> known.seen().longestAbsence(now)).orElse(Duration.ZERO);
  }

  /** For a node that has left the fleet. */
  public void forget(NodeName node) {
    database.update("delete from attendance where node = ?", node);
  }

  private static Attended read(Row row) throws SQLException {
    Optional<Instant> since = row.maybeInstant("absent_since");
    Optional<Absence> absence =
        since.isEmpty() ? Optional.empty() : Optional.of(absence(row, since.get()));
    Optional<Instant> from = row.maybeInstant("gap_from");
    Optional<Gap> gap =
        from.isEmpty() ? Optional.empty() : Optional.of(new Gap(from.get(), row.instant("gap_to")));
    return new Attended(
        new NodeName(row.text("node")),
        new Sightings(row.maybeInstant("last_seen"), absence, gap),
        row.text("told"));
  }

  /** Tries that others have made are none: whoever reads this has to try for himself. */
  private static Absence absence(Row row, Instant since) throws SQLException {
    return new Absence(
        since,
        row.instant("cause_since"),
        since,
        Cause.parse(row.text("cause")),
        row.text("reason"));
  }
}
