package io.meshinfra.journal;

import io.meshinfra.model.Content;
import io.meshinfra.model.Revision;
import io.meshinfra.session.SessionId;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Contracts that the hub issued, and commits that were let in though they left theirs. */
public final class SessionJournal {
  private static final String ALL =
      "select id, text, issued_by, issued_at, ended_by, ended_at from session_contract";

  private final Database database;
  private final Clock clock;

  SessionJournal(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * A contract that the hub issued.
   *
   * @param text of its file, byte by byte
   * @param endedAt when somebody ended it before its time
   */
  public record Issued(
      SessionId id, String text, String by, Instant at, Optional<Instant> endedAt) {}

  /** False when there is one of that name. */
  public boolean issue(SessionId id, String text, String by) {
    Instant now = clock.instant();
    String sum = Content.of(text).sha256();
    return database.insertOnceAudited(
        now,
        Deed.done(Deed.By.person(by), "session-issued", id + ", contract sha256 " + sum),
        "insert into session_contract (id, text, issued_by, issued_at) values (?, ?, ?, ?)",
        id,
        text,
        Bounded.line(by),
        now);
  }

  public Optional<Issued> find(SessionId id) {
    return database.first(SessionJournal::read, ALL + " where id = ?", id);
  }

  /** The last issued first. */
  public List<Issued> since(Instant begin, int limit) {
    return database.list(
        SessionJournal::read,
        ALL + " where issued_at >= ? order by issued_at desc, id limit ?",
        begin,
        limit);
  }

  /** Whether it was not ended before. */
  public boolean end(SessionId id, String by) {
    Instant now = clock.instant();
    return database.audited(
            now,
            Deed.done(Deed.By.person(by), "session-ended", id.value()),
            "update session_contract set ended_by = ?, ended_at = ?"
                + " where id = ? and ended_at is null",
            Bounded.line(by),
            now,
            id)
        > 0;
  }

  /** From now on, the commits up to that one are not compared with contracts any more. */
  public void accept(Revision revision, String reason, String by) {
    Instant now = clock.instant();
    database.insertOnceAudited(
        now,
        Deed.done(Deed.By.person(by), "scope-accepted", reason).of(revision),
        "insert into scope_exception (revision, reason, accepted_by, accepted_at)"
            + " values (?, ?, ?, ?)",
        revision,
        Bounded.line(reason),
        Bounded.line(by),
        now);
  }

  /** All that were accepted, the last one first. */
  public List<Revision> accepted(int limit) {
    return database.list(
        row -> new Revision(row.text("revision")),
        "select revision from scope_exception order by accepted_at desc, revision limit ?",
        limit);
  }

  private static Issued read(Row row) throws SQLException {
    return new Issued(
        new SessionId(row.text("id")),
        row.text("text"),
        row.text("issued_by"),
        row.instant("issued_at"),
        row.maybeInstant("ended_at"));
  }
}
