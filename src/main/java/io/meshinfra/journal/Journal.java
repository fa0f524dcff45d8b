package io.meshinfra.journal;

import java.lang.management.ManagementFactory;
import java.time.Clock;
import javax.sql.DataSource;

/**
 * The hub's memory. When a method that records returns, the record is on disk.
 *
 * <p>Every method of every part throws {@link JournalUnavailable} when the database is locked, full
 * or gone.
 */
public final class Journal {
  private final DataSource source;
  private final Database database;
  private final RunJournal runs;
  private final HandOverJournal handOvers;
  private final AppliedJournal applied;
  private final MadeJournal made;
  private final TriesJournal tries;
  private final RevisionJournal revisions;
  private final EventJournal events;
  private final SuspensionJournal suspensions;
  private final BreakGlassJournal breakGlass;
  private final TokenJournal tokens;
  private final SessionJournal sessions;
  private final ReviewJournal reviews;
  private final DriftJournal drifts;
  private final ApprovalJournal approvals;
  private final DeliveryJournal deliveries;
  private final AuditJournal audit;
  private final RolloutJournal rollouts;
  private final SemaphoreJournal semaphores;
  private final AttendanceJournal attendance;
  private final Retention retention;

  /**
   * @param source a database with the schema of {@code db/migration}
   */
  public Journal(DataSource source, Clock clock) {
    this.source = source;
    this.database = new Database(source);
    this.runs = new RunJournal(database, clock);
    this.handOvers = new HandOverJournal(database, clock);
    this.applied = new AppliedJournal(database, clock);
    this.made = new MadeJournal(database);
    this.tries = new TriesJournal(database);
    this.revisions = new RevisionJournal(database);
    this.events = new EventJournal(database);
    this.suspensions = new SuspensionJournal(database, clock);
    this.breakGlass = new BreakGlassJournal(database, clock);
    this.tokens = new TokenJournal(database, clock);
    this.sessions = new SessionJournal(database, clock);
    this.reviews = new ReviewJournal(database, clock);
    this.drifts = new DriftJournal(database, clock);
    this.approvals = new ApprovalJournal(database, clock);
    this.deliveries = new DeliveryJournal(database, clock);
    this.audit = new AuditJournal(database, clock);
    this.rollouts = new RolloutJournal(database, clock);
    this.semaphores = new SemaphoreJournal(database, clock);
    this.attendance = new AttendanceJournal(database);
    this.retention = new Retention(database);
  }

  /**
   * Sees to it that no other hub uses this journal from now on.
   *
   * @throws JournalUnavailable when another one does; the message says which
   */
  public Exclusive takeAlone() {
    return database.isPostgres() ? takeLock() : Exclusive.BY_FILE;
  }

  private Exclusive takeLock() {
    String processAtHost = ManagementFactory.getRuntimeMXBean().getName();
    PostgresLock lock = new PostgresLock(source, "mesh-infra hub " + processAtHost);
    lock.take();
    return lock;
  }

  /** Writes nothing new, and throws when the journal could not be written. */
  public void check() {
    events.check();
  }

  public RunJournal runs() {
    return runs;
  }

  public HandOverJournal handOvers() {
    return handOvers;
  }

  public AppliedJournal applied() {
    return applied;
  }

  public MadeJournal made() {
    return made;
  }

  public TriesJournal tries() {
    return tries;
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

  public BreakGlassJournal breakGlass() {
    return breakGlass;
  }

  public TokenJournal tokens() {
    return tokens;
  }

  public SessionJournal sessions() {
    return sessions;
  }

  public ReviewJournal reviews() {
    return reviews;
  }

  public DriftJournal drifts() {
    return drifts;
  }

  public ApprovalJournal approvals() {
    return approvals;
  }

  public DeliveryJournal deliveries() {
    return deliveries;
  }

  public AuditJournal audit() {
    return audit;
  }

  public RolloutJournal rollouts() {
    return rollouts;
  }

  public SemaphoreJournal semaphores() {
    return semaphores;
  }

  public AttendanceJournal attendance() {
    return attendance;
  }

  public Retention retention() {
    return retention;
  }
}
