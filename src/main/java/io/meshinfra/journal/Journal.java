package io.meshinfra.journal;

import java.time.Clock;
import javax.sql.DataSource;

/**
 * The hub's memory. When a method that records returns, the record is on disk.
 *
 * <p>Every method of every part throws {@link JournalUnavailable} when the database is locked, full
 * or gone.
 */
public final class Journal {
  private final RunJournal runs;
  private final AppliedJournal applied;
  private final RevisionJournal revisions;
  private final EventJournal events;
  private final SuspensionJournal suspensions;
  private final Retention retention;

  /**
   * @param source a database with the schema of {@code db/migration}
   */
  public Journal(DataSource source, Clock clock) {
    Database database = new Database(source);
    this.runs = new RunJournal(database, clock);
    this.applied = new AppliedJournal(database, clock);
    this.revisions = new RevisionJournal(database);
    this.events = new EventJournal(database);
    this.suspensions = new SuspensionJournal(database, clock);
    this.retention = new Retention(database);
  }

  /** Writes nothing new, and throws when the journal could not be written. */
  public void check() {
    events.check();
  }

  public RunJournal runs() {
    return runs;
  }

  public AppliedJournal applied() {
    return applied;
  }

  public RevisionJournal revisions() {
    return revisions;
  }

  public EventJournal events() {
    return events;
  }

  public SuspensionJournal suspensions() {
    return suspensions;
  }

  public Retention retention() {
    return retention;
  }
}
