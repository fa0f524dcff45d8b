package io.meshinfra.journal;

import io.meshinfra.model.NodeName;
import io.meshinfra.model.Origin;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.Revision;
import io.meshinfra.model.RunId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads runs out of their tables. */
final class RunRows {
  /** Without the plan's text, which is large. */
  static final String SUMMARY =
      "select id, node, revision, cause, started_at, plan_hash, plan_steps, planned_at,"
          + " handed_over_at, outcome, detail, ended_at from run";

  private RunRows() {}

  static RunSummary summary(Row row) throws SQLException {
    return new RunSummary(
        new RunId(row.text("id")),
        new NodeName(row.text("node")),
        new Revision(row.text("revision")),
        row.text("cause"),
        row.instant("started_at"),
        planned(row),
        row.maybeInstant("handed_over_at"),
        ended(row));
  }

  private static Optional<RunSummary.Planned> planned(Row row) throws SQLException {
    Optional<Instant> at = row.maybeInstant("planned_at");
    return at.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new RunSummary.Planned(row.text("plan_hash"), row.integer("plan_steps"), at.get()));
  }

  private static Optional<RunSummary.Ended> ended(Row row) throws SQLException {
    Optional<Instant> at = row.maybeInstant("ended_at");
    return at.isEmpty()
        ? Optional.empty()
        : Optional.of(new RunSummary.Ended(row.text("outcome"), row.text("detail"), at.get()));
  }

  static Optional<RunRecord> record(Connection connection, RunId run) throws SQLException {
    List<RunSummary> summary =
        Database.list(connection, RunRows::summary, SUMMARY + " where id = ?", run);
    if (summary.isEmpty()) {
      return Optional.empty();
    }
    String plan =
        Database.list(
                connection,
                row -> row.maybeText("plan_text").orElse(""),
                "select plan_text from run where id = ?",
                run)
            .getFirst();
    return Optional.of(
        new RunRecord(summary.getFirst(), plan, steps(connection, run), changes(connection, run)));
  }

  private static List<RunRecord.Step> steps(Connection connection, RunId run) throws SQLException {
    return Database.list(
        connection,
        row ->
            new RunRecord.Step(
                row.integer("number"),
                row.text("title"),
                row.text("status"),
                row.integer("exit_code"),
                Duration.ofMillis(row.number("took_ms")),
                row.text("output")),
        "select * from run_step where run = ? order by number",
        run);
  }

  private static List<RunRecord.Change> changes(Connection connection, RunId run)
      throws SQLException {
    return Database.list(
        connection,
        row ->
            new RunRecord.Change(
                ResourceId.parse(row.text("resource")),
                row.text("word"),
                Origin.valueOf(row.text("origin")),
                row.text("detail")),
        "select * from run_change where run = ? order by seq",
        run);
  }
}
