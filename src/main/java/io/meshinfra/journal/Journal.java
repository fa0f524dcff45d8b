package io.meshinfra.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import javax.sql.DataSource;

/**
 * The hub's memory. When a method that records returns, the record is on disk.
 *
 * <p>Every method of every part throws {@link JournalUnavailable} when the database is locked, full
 * or gone.
 */
public final class Journal {
  private final Database database;
  private final LeaseJournal leases;
  private final RunJournal runs;
  private final HandOverJournal handOvers;
  private final AppliedJournal applied;
  private final MadeJournal made;
  private final TriesJournal tries;
  private final RevisionJournal revisions;
  private final EventJournal events;
  private final SuspensionJournal suspensions;
  private final BreakGlassJournal breakGlass;
  private final RollbackJournal rollbacks;
  private final TokenJournal tokens;
  private final CertificateJournal certificates;
  private final HostCertificateJournal hostCertificates;
  private final SessionJournal sessions;
  private final ReviewJournal reviews;
  private final DriftJournal drifts;
  private final ApprovalJournal approvals;
  private final DeliveryJournal deliveries;
  private final AuditJournal audit;
  private final RolloutJournal rollouts;
  private final SemaphoreJournal semaphores;
  private final AttendanceJournal attendance;
  private final PathJournal paths;
  private final Retention retention;

  /**
   * @param source a database with the schema of {@code db/migration}
   */
  public Journal(DataSource source, Clock clock) {
    Fence fence = new Fence();
    this.database = new Database(source, fence);
    this.leases = new LeaseJournal(database, fence);
    this.runs = new RunJournal(database, clock);
    this.handOvers = new HandOverJournal(database, clock);
    this.applied = new AppliedJournal(database, clock);
    this.made = new MadeJournal(database);
    this.tries = new TriesJournal(database);
    this.revisions = new RevisionJournal(database);
    this.events = new EventJournal(database);
    this.suspensions = new SuspensionJournal(database, clock);
    this.breakGlass = new BreakGlassJournal(database, clock);
    this.rollbacks = new RollbackJournal(database, clock);
    this.tokens = new TokenJournal(database, clock);
    this.certificates = new CertificateJournal(database, clock);
    this.hostCertificates = new HostCertificateJournal(database, clock);
    this.sessions = new SessionJournal(database, clock);
    this.reviews = new ReviewJournal(database, clock);
    this.drifts = new DriftJournal(database, clock);
    this.approvals = new ApprovalJournal(database, clock);
    this.deliveries = new DeliveryJournal(database, clock);
    this.audit = new AuditJournal(database, clock);
    this.rollouts = new RolloutJournal(database, clock);
    this.semaphores = new SemaphoreJournal(database, clock);
    this.attendance = new AttendanceJournal(database);
    this.paths = new PathJournal(database);
    this.retention = new Retention(database);
  }

  /** Which hub is in charge. Once one was asked for its lease, only the hub that has it writes. */
  public LeaseJournal leases() {
    return leases;
  }

  /** Writes nothing new, and throws when the journal could not be written. */
  public void check() {
    events.check();
  }

  /**
   * Writes a consistent copy of the embedded database into a new zip file, while it is in use.
   *
   * @throws JournalUnavailable when there is no room, and nothing of the copy is left
   */
  public void copyTo(Path zip) {
    try {
      database.unfenced(connection -> Database.update(connection, "backup to ?", zip.toString()));
    } catch (JournalUnavailable e) {
      remove(zip, e);
      throw e;
    }
  }

  private static void remove(Path zip, JournalUnavailable reason) {
    try {
      Files.deleteIfExists(zip);
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  /** Whether the journal cannot be used because another process has its file. */
  public static boolean isHeldByAnother(JournalUnavailable e) {
    return e.getCause() instanceof SQLException cause
        && DatabaseFault.of(cause) == DatabaseFault.LOCKED;
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

  public RollbackJournal rollbacks() {
    return rollbacks;
  }

  public TokenJournal tokens() {
    return tokens;
  }

  public HostCertificateJournal hostCertificates() {
    return hostCertificates;
  }

  public CertificateJournal certificates() {
    return certificates;
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

  /** How the access paths of nodes do. */
  public PathJournal paths() {
    return paths;
  }

  public Retention retention() {
    return retention;
  }
}
