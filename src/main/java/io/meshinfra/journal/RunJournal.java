package io.meshinfra.journal;

import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.model.RunId;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Runs in the order in which they happen: begin, planned, handed over, steps and changes, end. Each
 * is recorded before the next is done, so that a killed hub finds out how far it came. Recording
 * the same again changes nothing.
 *
 * <p>Every method throws {@link JournalUnavailable} when the database does.
 */
public final class RunJournal {
  private final Database database;
  private final Clock clock;

  RunJournal(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  public void begin(RunStart start) {
    database.insertOnce(
        "insert into run (id, node, revision, cause, started_at) values (?, ?, ?, ?, ?)",
        start.id(),
        start.node(),
        start.revision(),
        Bounded.line(start.trigger()),
        start.startedAt());
  }

  /** The plan is decided; to be recorded before anything is sent to the node. */
  public void planned(RunId run, String planHash, int steps, String planText) {
    mark(
        run,
        "update run set plan_hash = ?, plan_steps = ?, plan_text = ?, planned_at = ?"
            + " where id = ? and planned_at is null",
        Bounded.word(planHash),
        steps,
        Bounded.plan(planText),
        clock.instant(),
        run);
  }

  /** From now on the node may have begun; to be recorded before the script is sent. */
  public void handedOver(RunId run) {
    Instant now = clock.instant();
    marked(
        run,
        now,
        summary -> Optional.of(RunDeeds.begun(summary)),
        "update run set handed_over_at = ? where id = ? and handed_over_at is null",
        now,
        run);
  }

  /** A step was carried out; the first record of a step counts. */
  public void step(RunId run, RunRecord.Step step) {
    database.insertOnce(
        "insert into run_step (run, number, title, status, exit_code, took_ms, output)"
            + " values (?, ?, ?, ?, ?, ?, ?)",
        run,
        step.number(),
        Bounded.line(step.title()),
        Bounded.word(step.status()),
        step.exitCode(),
        step.took().toMillis(),
        Bounded.text(step.output()));
  }

  /** All changes of the run at once; a second call for the same run changes nothing. */
  public void changes(RunId run, List<RunRecord.Change> changes) {
    List<Object[]> rows = new ArrayList<>();
    for (RunRecord.Change change : changes) {
      rows.add(
          new Object[] {
            run,
            change.resource(),
            Bounded.word(change.word()),
            change.origin().name(),
            Bounded.text(change.detail())
          });
    }
    database.transaction(connection -> {
      // Holds the run's row, so that a second call waits and then finds the changes.
      Database.list(
          connection, row -> row.text("id"), "select id from run where id = ? for update", run);
      boolean recorded =
          !Database.list(
                  connection,
                  row -> row.number("seq"),
                  "select seq from run_change where run = ? limit 1",
                  run)
              .isEmpty();
      if (!recorded) {
        Database.batch(
            connection,
            "insert into run_change (run, resource, word, origin, detail)"
                + " values (?, ?, ?, ?, ?)",
            rows);
      }
      return null;
    });
  }

  /** The first end counts. */
  public void end(RunId run, String outcome, String detail, Instant at) {
    marked(
        run,
        clock.instant(),
        RunDeeds::ended,
        "update run set outcome = ?, detail = ?, ended_at = ? where id = ? and ended_at is null",
        Bounded.word(outcome),
        Bounded.text(detail),
        at,
        run);
  }

  /** The same with the deed that it is, if it is one; the first mark counts. */
  private void marked(
      RunId run,
      Instant at,
      Function<RunSummary, Optional<Deed>> deed,
      String sql,
      Object... values) {
    boolean known =
        database.transaction(connection -> {
          boolean first = Database.update(connection, sql, values) > 0;
          Optional<RunSummary> summary =
              Database.list(connection, RunRows::summary, RunRows.SUMMARY + " where id = ?", run)
                  .stream()
                  .findFirst();
          Optional<Deed> done = first ? summary.flatMap(deed) : Optional.empty();
          if (done.isPresent()) {
            AuditJournal.append(connection, at, done.get());
          }
          return summary.isPresent();
        });
    if (!known) {
      throw new IllegalStateException("run " + run + " was never begun");
    }
  }

  private void mark(RunId run, String sql, Object... values) {
    if (database.update(sql, values) == 0 && summary(run).isEmpty()) {
      throw new IllegalStateException("run " + run + " was never begun");
    }
  }

  /** Runs that a killed hub left behind after their plan was decided, oldest first. */
  public List<RunSummary> unfinished() {
    return database.list(
        RunRows::summary,
        RunRows.SUMMARY + " where ended_at is null and planned_at is not null order by seq");
  }

  /**
   * Ends all runs that never had a plan: nothing was sent, so there is nothing to find out. To be
   * called by a hub before it begins any itself. Tells how many.
   */
  public int endUnplanned(String outcome, String detail) {
    return database.update(
        "update run set outcome = ?, detail = ?, ended_at = ?"
            + " where ended_at is null and planned_at is null",
        Bounded.word(outcome),
        Bounded.text(detail),
        clock.instant());
  }

  public Optional<RunRecord> find(RunId run) {
    return database.unfenced(connection -> RunRows.record(connection, run));
  }

  private Optional<RunSummary> summary(RunId run) {
    return database.first(RunRows::summary, RunRows.SUMMARY + " where id = ?", run);
  }

  /** The newest runs of one node or of all, newest first, older than {@code before} if given. */
  public List<RunSummary> history(Optional<NodeName> node, int limit, Optional<RunId> before) {
    List<Object> values = new ArrayList<>();
    StringBuilder sql = new StringBuilder(RunRows.SUMMARY).append(" where 1 = 1");
    node.ifPresent(n -> {
      sql.append(" and node = ?");
      values.add(n);
    });
    before.ifPresent(id -> {
      sql.append(" and seq < (select seq from run where id = ?)");
      values.add(id);
    });
    sql.append(" order by seq desc limit ?");
    values.add(limit);
    return database.list(RunRows::summary, sql.toString(), values.toArray());
  }

  public Optional<RunSummary> lastFor(NodeName node) {
    return history(Optional.of(node), 1, Optional.empty()).stream().findFirst();
  }

  /**
   * To which nodes the revision was rolled out, and how many resources that changed on each: what
   * was handed over because git moved, whatever came of it.
   */
  public SortedMap<NodeName, Integer> rolledOut(Revision revision) {
    SortedMap<NodeName, Integer> nodes = new TreeMap<>();
    database.list(
        row -> nodes.put(new NodeName(row.text("node")), row.integer("changes")),
        "select r.node, count(distinct c.resource) as changes"
            + " from run r join run_change c on c.run = r.id"
            + " where r.revision = ? and r.handed_over_at is not null and c.origin = 'INTENTIONAL'"
            + " group by r.node",
        revision);
    return nodes;
  }
}
