package io.meshinfra.journal;

import io.meshinfra.model.RunId;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What it takes to find a run on its node again after the hub was killed: which parts were handed
 * over, and what its steps are called.
 *
 * <p>Every method throws {@link JournalUnavailable} when the database does.
 */
public final class HandOverJournal {
  private final Database database;
  private final Clock clock;

  HandOverJournal(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * A part of the run is about to be sent; what is not recorded here is not on the node.
   *
   * @throws JournalUnavailable also when the lease of this hub has run out
   */
  public void segment(RunId run, RunId segment) {
    database.insertOnceInTime(
        "insert into run_segment (run, segment, handed_over_at) values (?, ?, ?)",
        run,
        segment,
        clock.instant());
  }

  /**
   * @throws JournalUnavailable when nothing may be handed over: this hub is not in charge any more,
   *     or its lease has run out
   */
  public void check() {
    database.checkInTime();
  }

  /** In the order in which they were handed over. */
  public List<RunId> segments(RunId run) {
    return database.list(
        row -> new RunId(row.text("segment")),
        "select segment from run_segment where run = ? order by seq",
        run);
  }

  /** All steps of the plan, by number; a second call for a run changes nothing. */
  public void steps(RunId run, Map<Integer, PlanStep> steps) {
    List<Object[]> rows = new ArrayList<>();
    steps.forEach((number, step) ->
        rows.add(
            new Object[] {
              run, number, Bounded.line(step.title()), String.join(",", step.changes())
            }));
    database.transaction(connection -> {
      List<Integer> known =
          Database.list(
              connection,
              row -> row.integer("number"),
              "select number from run_plan_step where run = ? limit 1",
              run);
      if (known.isEmpty()) {
        Database.batch(
            connection,
            "insert into run_plan_step (run, number, title, changes) values (?, ?, ?, ?)",
            rows);
      }
      return null;
    });
  }

  public Map<Integer, PlanStep> steps(RunId run) {
    Map<Integer, PlanStep> steps = new TreeMap<>();
    database.list(
        row -> steps.put(row.integer("number"), step(row)),
        "select number, title, changes from run_plan_step where run = ?",
        run);
    return steps;
  }

  private static PlanStep step(Row row) throws SQLException {
    String changes = row.text("changes");
    return new PlanStep(
        row.text("title"), changes.isEmpty() ? List.of() : List.of(changes.split(",")));
  }
}
