package io.meshinfra.journal;

import io.meshinfra.model.NodeName;
import io.meshinfra.policy.Approval;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * Who agreed to which plan. Nothing is ever changed or removed: an approval ends by its time, or
 * because the node gets another plan.
 *
 * <p>Every method throws {@link JournalUnavailable} when the database does.
 */
public final class ApprovalJournal {
  private static final String ALL =
      "select node, plan_hash, approved_by, door, reason, approved_at, expires_at from approval";

  private final Database database;
  private final Clock clock;

  ApprovalJournal(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** One approval with what it is about. */
  public record Recorded(NodeName node, String planHash, Approval approval) {
    public String by() {
      return approval.by();
    }

    public String door() {
      return approval.door();
    }

    public String reason() {
      return approval.reason();
    }

    public Instant at() {
      return approval.at();
    }

    public Instant until() {
      return approval.until();
    }
  }

  /** From now on, until that time; gives what was recorded. */
  public Recorded approve(
      NodeName node, String planHash, String by, String door, String reason, Instant until) {
    Approval approval =
        new Approval(
            Bounded.line(by), Bounded.word(door), Bounded.line(reason), clock.instant(), until);
    Deed deed =
        Deed.done(
            Deed.By.person(by),
            "plan-approved",
            "plan %s by the door %s, until %s: %s".formatted(planHash, door, until, reason));
    database.audited(
        approval.at(),
        deed.at(node),
        "insert into approval"
            + " (node, plan_hash, approved_by, door, reason, approved_at, expires_at)"
            + " values (?, ?, ?, ?, ?, ?, ?)",
        node,
        Bounded.word(planHash),
        approval.by(),
        approval.door(),
        approval.reason(),
        approval.at(),
        until);
    return new Recorded(node, planHash, approval);
  }

  /** Of exactly this plan of this node, oldest first; those that have ended are left out. */
  public List<Approval> inForce(NodeName node, String planHash, Instant now) {
    return database.list(
        row -> read(row).approval(),
        ALL + " where node = ? and plan_hash = ? and expires_at > ? order by seq",
        node,
        Bounded.word(planHash),
        now);
  }

  /** All of a node, newest first, those that have ended too. */
  public List<Recorded> of(NodeName node, int limit) {
    return database.list(
        ApprovalJournal::read, ALL + " where node = ? order by seq desc limit ?", node, limit);
  }

  private static Recorded read(Row row) throws SQLException {
    return new Recorded(
        new NodeName(row.text("node")),
        row.text("plan_hash"),
        new Approval(
            row.text("approved_by"),
            row.text("door"),
            row.text("reason"),
            row.instant("approved_at"),
            row.instant("expires_at")));
  }
}
