package io.meshinfra.journal;

import io.meshinfra.model.NodeName;
import io.meshinfra.model.RunId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Who holds which semaphore. It is taken with the run and held as long as the end of that is not
 * known, so that a restart neither loses one nor leaves one taken.
 *
 * <p>Every method throws {@link JournalUnavailable} when the database does.
 */
public final class SemaphoreJournal {
  private final Database database;
  private final Clock clock;

  SemaphoreJournal(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** A semaphore that is held. */
  public record Held(String semaphore, NodeName node, RunId run, Instant since) {}

  /** The run takes these; to be recorded before anything is sent. */
  public void take(RunId run, NodeName node, Set<String> semaphores) {
    Instant now = clock.instant();
    List<Object[]> rows =
        semaphores.stream().map(name -> new Object[] {Bounded.word(name), run, node, now}).toList();
    database.transaction(connection -> {
      Database.update(connection, "delete from semaphore_hold where run = ?", run);
      Database.batch(
          connection,
          "insert into semaphore_hold (semaphore, run, node, taken_at) values (?, ?, ?, ?)",
          rows);
      return null;
    });
  }

  /** All that are held, those taken first first. */
  public List<Held> held() {
    return database.list(
        row ->
            new Held(
                row.text("semaphore"),
                new NodeName(row.text("node")),
                new RunId(row.text("run")),
                row.instant("taken_at")),
        "select h.semaphore, h.node, h.run, h.taken_at from semaphore_hold h"
            + " join run r on r.id = h.run where r.ended_at is null"
            + " order by h.taken_at, h.node, h.semaphore");
  }
}
