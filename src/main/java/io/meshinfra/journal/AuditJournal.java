package io.meshinfra.journal;

import io.meshinfra.journal.AuditRow.Head;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who did what, append-only and chained: a row that is changed, taken out, put in or moved is
 * found. A deed that is itself a record of the journal is written in the same transaction, so that
 * neither is there without the other.
 */
public final class AuditJournal {
  private static final int PAGE = 500;
  private static final String ALL =
      "select id, happened_at, by_kind, by_name, deed, node, run, revision, outcome, detail,"
          + " previous, digest from audit";

  private final Database database;
  private final Clock clock;

  AuditJournal(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Writes down a deed that has no record of its own; when this returns, the row is on disk. */
  public AuditRow append(Deed deed) {
    return database.transaction(connection -> append(connection, clock.instant(), deed));
  }

  /** The same within a transaction, as its last step: other writers wait for it from here on. */
  static AuditRow append(Connection connection, Instant at, Deed deed) throws SQLException {
    Database.update(connection, "update audit_head set last_id = last_id + 1");
    Head raised = head(connection);
    AuditRow row = AuditRow.after(new Head(raised.id() - 1, raised.digest()), at, deed);
    Database.update(
        connection,
        "insert into audit (id, happened_at, by_kind, by_name, deed, node, run, revision, outcome,"
            + " detail, previous, digest) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        row.id(),
        row.at(),
        row.kind(),
        row.name(),
        row.deed(),
        row.node(),
        row.run(),
        row.revision(),
        row.outcome(),
        row.detail(),
        row.previous(),
        row.digest());
    Database.update(connection, "update audit_head set digest = ?", row.digest());
    return row;
  }

  private static Head head(Connection connection) throws SQLException {
    return Database.list(
            connection,
            row -> new Head(row.number("last_id"), row.text("digest")),
            "select last_id, digest from audit_head")
        .getFirst();
  }

  /** The newest row, to be copied elsewhere. */
  public Head head() {
    return database.unfenced(AuditJournal::head);
  }

  /** Rows with a larger number, oldest first. */
  public List<AuditRow> after(long id, int limit) {
    return database.unfenced(connection -> after(connection, id, limit));
  }

  private static List<AuditRow> after(Connection connection, long id, int limit)
      throws SQLException {
    return Database.list(
        connection, AuditJournal::read, ALL + " where id > ? order by id limit ?", id, limit);
  }

  /**
   * Reads all rows, also those that are written meanwhile, and then the head.
   *
   * @param copied a head that was copied earlier
   */
  public AuditVerdict verify(Optional<Head> copied) {
    AuditCheck check = new AuditCheck(copied);
    while (true) {
      List<AuditRow> page = after(check.lastId(), PAGE);
      page.forEach(check::next);
      if (page.isEmpty()) {
        Head end = head();
        // A row is there before its number is: what is not there now was there, or never will be.
        if (end.id() <= check.lastId() || after(check.lastId(), 1).isEmpty()) {
          return check.end(end);
        }
      }
    }
  }

  private static AuditRow read(Row row) throws SQLException {
    return new AuditRow(
        row.number("id"),
        row.instant("happened_at"),
        row.text("by_kind"),
        row.text("by_name"),
        row.text("deed"),
        row.maybeText("node"),
        row.maybeText("run"),
        row.maybeText("revision"),
        row.text("outcome"),
        row.text("detail"),
        row.text("previous"),
        row.text("digest"));
  }
}
