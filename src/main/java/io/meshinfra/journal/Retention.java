package io.meshinfra.journal;

import java.time.Instant;
import java.util.List;

/**
 * Forgets what is old. Keeps the last ended run of every node, runs that have not ended, what was
 * applied, revisions, suspensions and approvals.
 */
public final class Retention {
  /** Small enough that a purge never keeps others waiting for long. */
  private static final int BATCH = 500;

  private static final String OLD_RUNS =
      "select id from run where ended_at < ?"
          + " and seq not in (select max(seq) from run where ended_at is not null group by node)"
          + " order by seq limit ?";
  private static final String OLD_EVENTS =
      "select id from event where happened_at < ? order by id limit ?";
  private static final String OLD_DELIVERIES =
      "select digest from webhook_delivery where taken_at < ? order by taken_at limit ?";

  private final Database database;

  Retention(Database database) {
    this.database = database;
  }

  /** How much was forgotten. */
  public record Purged(int runs, int events) {}

  /** Deletes runs that ended, events that happened, and deliveries taken before the instant. */
  public Purged purge(Instant before) {
    int runs = inBatches(row -> row.text("id"), OLD_RUNS, "delete from run where id = ?", before);
    int events =
        inBatches(row -> row.number("id"), OLD_EVENTS, "delete from event where id = ?", before);
    inBatches(
        row -> row.text("digest"),
        OLD_DELIVERIES,
        "delete from webhook_delivery where digest = ?",
        before);
    return new Purged(runs, events);
  }

  private <T> int inBatches(
      Database.RowReader<T> key, String choose, String delete, Instant before) {
    int all = 0;
    int some;
    do {
      some =
          database.transaction(connection -> {
            List<T> keys = Database.list(connection, key, choose, before, BATCH);
            List<Object[]> rows = keys.stream().map(k -> new Object[] {k}).toList();
            Database.batch(connection, delete, rows);
            return rows.size();
          });
      all += some;
    } while (some == BATCH);
    return all;
  }
}
