package io.meshinfra.journal;

import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.rollout.Member;
import io.meshinfra.rollout.Phase;
import io.meshinfra.rollout.Progress;
import io.meshinfra.rollout.Standing;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far rollouts are, so that a killed hub goes on where it was.
 *
 * <p>Every method throws {@link JournalUnavailable} when the database does.
 */
public final class RolloutJournal {
  private static final String NEWEST =
      "select seq, name, content, revision, begun_at, phase, reason, wave, wave_since,"
          + " healthy_since from rollout r"
          + " where seq = (select max(seq) from rollout o where o.name = r.name)";

  private final Database database;
  private final Clock clock;

  RolloutJournal(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** The newest of each name, those that have ended too. */
  public List<Progress> newest() {
    return database.transaction(connection -> {
      List<Progress> all = new ArrayList<>();
      for (Head head : Database.list(connection, Head::read, NEWEST + " order by name")) {
        all.add(head.with(members(connection, head.seq())));
      }
      return all;
    });
  }

  /** A rollout begins; one of that name that is not over has been replaced by it. */
  public void begin(Progress progress) {
    database.transaction(connection -> {
      Database.update(
          connection,
          "update rollout set phase = ?, reason = ? where name = ? and phase <> ?",
          Phase.REPLACED,
          "revision " + progress.revision().abbreviated() + " came into force",
          progress.name(),
          Phase.REPLACED);
      Database.update(
          connection,
          "insert into rollout (name, content, revision, begun_at, phase, reason, wave,"
              + " wave_since, healthy_since) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
          progress.name(),
          progress.content(),
          progress.revision(),
          progress.begunAt(),
          progress.phase(),
          Bounded.line(progress.reason()),
          progress.wave(),
          progress.waveSince(),
          Row.instantOrNull(progress.healthySince()));
      insert(connection, seq(connection, progress.name()), progress.members());
      return null;
    });
  }

  /** Writes what has changed. */
  public void save(Progress before, Progress after) {
    database.transaction(connection -> {
      save(connection, before, after);
      return null;
    });
  }

  /** The same, as a person wants it: with the deed, or not at all. */
  public void save(Progress before, Progress after, String by, String deed, String words) {
    database.transaction(connection -> {
      save(connection, before, after);
      AuditJournal.append(
          connection,
          clock.instant(),
          Deed.done(Deed.By.person(by), deed, words).of(after.revision()));
      return null;
    });
  }

  private static void save(Connection connection, Progress before, Progress after)
      throws SQLException {
    long seq = seq(connection, after.name());
    Database.update(
        connection,
        "update rollout set phase = ?, reason = ?, wave = ?, wave_since = ?, healthy_since = ?"
            + " where seq = ?",
        after.phase(),
        Bounded.line(after.reason()),
        after.wave(),
        after.waveSince(),
        Row.instantOrNull(after.healthySince()),
        seq);
    SortedMap<NodeName, Member> changed = new TreeMap<>(after.members());
    before.members().forEach((node, member) -> changed.remove(node, member));
    List<Object[]> gone = changed.keySet().stream().map(node -> new Object[] {seq, node}).toList();
    Database.batch(connection, "delete from rollout_node where rollout = ? and node = ?", gone);
    insert(connection, seq, changed);
  }

  private static void insert(Connection connection, long seq, SortedMap<NodeName, Member> members)
      throws SQLException {
    List<Object[]> rows = new ArrayList<>();
    for (Map.Entry<NodeName, Member> entry : members.entrySet()) {
      Member member = entry.getValue();
      rows.add(
          new Object[] {
            seq,
            entry.getKey(),
            member.wave(),
            member.standing(),
            Bounded.line(member.reason()),
            member.since(),
            member.changed() ? 1 : 0,
            member.before()
          });
    }
    Database.batch(
        connection,
        "insert into rollout_node (rollout, node, wave, standing, reason, since, changed, was_at)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?)",
        rows);
  }

  private static long seq(Connection connection, String name) throws SQLException {
    return Database.list(
            connection,
            row -> row.number("seq"),
            "select max(seq) as seq from rollout where name = ?",
            name)
        .getFirst();
  }

  private static SortedMap<NodeName, Member> members(Connection connection, long seq)
      throws SQLException {
    SortedMap<NodeName, Member> members = new TreeMap<>();
    Database.list(
        connection,
        row -> members.put(new NodeName(row.text("node")), member(row)),
        "select node, wave, standing, reason, since, changed, was_at from rollout_node"
            + " where rollout = ?",
        seq);
    return members;
  }

  private static Member member(Row row) throws SQLException {
    return new Member(
        row.integer("wave"),
        Standing.valueOf(row.text("standing")),
        row.text("reason"),
        row.instant("since"),
        row.integer("changed") == 1,
        row.maybeText("was_at").map(Revision::new));
  }

  /** A rollout without its nodes. */
  private record Head(long seq, Progress progress) {
    static Head read(Row row) throws SQLException {
      return new Head(
          row.number("seq"),
          new Progress(
              row.text("name"),
              row.text("content"),
              new Revision(row.text("revision")),
              row.instant("begun_at"),
              Phase.valueOf(row.text("phase")),
              row.text("reason"),
              row.integer("wave"),
              row.instant("wave_since"),
              row.maybeInstant("healthy_since"),
              new TreeMap<>()));
    }

    Progress with(SortedMap<NodeName, Member> members) {
      return new Progress(
          progress.name(),
          progress.content(),
          progress.revision(),
          progress.begunAt(),
          progress.phase(),
          progress.reason(),
          progress.wave(),
          progress.waveSince(),
          progress.healthySince(),
          members);
    }
  }
}
