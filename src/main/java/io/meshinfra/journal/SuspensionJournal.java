package io.meshinfra.journal;

import io.meshinfra.model.NodeName;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Which nodes are left alone, since when and by whose wish. */
public final class SuspensionJournal {
  private static final String ACTIVE =
      "select node, reason, suspended_by, since, until from suspension s"
          + " where resumed_at is null and (until is null or until > ?)"
          // A later suspension of the same node takes the place of an earlier one.
          + " and not exists (select 1 from suspension later where later.node = s.node"
          + " and later.seq > s.seq)";

  private final Database database;
  private final Clock clock;

  SuspensionJournal(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Suspends the node from now on; a second suspension replaces the first. */
  public void suspend(NodeName node, String reason, String by, Optional<Instant> until) {
    Instant now = clock.instant();
    Deed deed =
        Deed.done(
            Deed.By.person(by),
            "node-suspended",
            until.map(end -> "until " + end + ": ").orElse("") + reason);
    database.audited(
        now,
        deed.at(node),
        "insert into suspension (node, reason, suspended_by, since, until)"
            + " values (?, ?, ?, ?, ?)",
        node,
        Bounded.line(reason),
        Bounded.line(by),
        now,
        Row.instantOrNull(until));
  }

  /** Ends every suspension of the node; tells whether one was active. */
  public boolean resume(NodeName node, String by) {
    Instant now = clock.instant();
    boolean active = of(node, now).isPresent();
    database.audited(
        now,
        Deed.done(Deed.By.person(by), "node-resumed", "").at(node),
        "update suspension set resumed_by = ?, resumed_at = ?"
            + " where node = ? and resumed_at is null",
        Bounded.line(by),
        now,
        node);
    return active;
  }

  /** Sorted by node. */
  public List<Suspension> active(Instant now) {
    return database.list(SuspensionJournal::read, ACTIVE + " order by node", now);
  }

  public Optional<Suspension> of(NodeName node, Instant now) {
    return database.first(SuspensionJournal::read, ACTIVE + " and node = ?", now, node);
  }

  private static Suspension read(Row row) throws SQLException {
    return new Suspension(
        new NodeName(row.text("node")),
        row.text("reason"),
        row.text("suspended_by"),
        row.instant("since"),
        row.maybeInstant("until"));
  }
}
