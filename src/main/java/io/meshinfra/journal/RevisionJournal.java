package io.meshinfra.journal;

import io.meshinfra.model.Revision;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The revisions that the hub has seen, and which of them was good. */
public final class RevisionJournal {
  private static final String ALL =
      "select revision, status, detail, author, subject, seen_at from revision_seen";

  private final Database database;

  RevisionJournal(Database database) {
    this.database = database;
  }

  /**
   * Records a judgement; the same judgement as the newest one is not recorded again.
   *
   * @return whether it is news
   */
  public boolean seen(RevisionSeen seen) {
    String detail = Bounded.text(seen.detail());
    boolean known =
        recent(1).stream()
            .anyMatch(last ->
                last.revision().equals(seen.revision())
                    && last.status() == seen.status()
                    && last.detail().equals(detail));
    if (known) {
      return false;
    }
    database.audited(
        seen.seenAt(),
        deed(seen),
        "insert into revision_seen (revision, status, detail, author, subject, seen_at)"
            + " values (?, ?, ?, ?, ?, ?)",
        seen.revision(),
        seen.status().name(),
        detail,
        Bounded.line(seen.author()),
        Bounded.line(seen.subject()),
        seen.seenAt());
    return true;
  }

  /** A report of mistakes is in the revision's own row; of a refusal the first line is told. */
  private static Deed deed(RevisionSeen seen) {
    String subject = seen.subject() + " by " + seen.author();
    return switch (seen.status()) {
      case VALID ->
          Deed.done(Deed.By.hub("loop"), "revision-in-force", subject).of(seen.revision());
      case INVALID, REFUSED ->
          Deed.done(
                  Deed.By.hub("loop"),
                  "revision-stays-out",
                  subject + ": " + seen.detail().lines().findFirst().orElse(""))
              .of(seen.revision())
              .withOutcome(seen.status().word());
    };
  }

  /** The revision in force: the newest that was valid. */
  public Optional<RevisionSeen> lastValid() {
    return database.first(
        RevisionJournal::read, ALL + " where status = 'VALID' order by seq desc limit 1");
  }

  /** The revision that was in force before this one: the newest other one that was valid. */
  public Optional<RevisionSeen> validBefore(Revision revision) {
    return database.first(
        RevisionJournal::read,
        ALL
            + " where status = 'VALID' and revision <> ?"
            + " and seq < (select coalesce(max(seq), 0) from revision_seen"
            + " where status = 'VALID' and revision = ?)"
            + " order by seq desc limit 1",
        revision,
        revision);
  }

  /** Newest first. */
  public List<RevisionSeen> recent(int limit) {
    return database.list(RevisionJournal::read, ALL + " order by seq desc limit ?", limit);
  }

  private static RevisionSeen read(Row row) throws SQLException {
    return new RevisionSeen(
        new Revision(row.text("revision")),
        RevisionSeen.Status.valueOf(row.text("status")),
        row.text("detail"),
        row.text("author"),
        row.text("subject"),
        row.instant("seen_at"));
  }
}
