package io.meshinfra.journal;

import io.meshinfra.journal.AuditRow.Head;
import io.meshinfra.journal.AuditVerdict.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a chain from its first row to its head and finds where it is broken. */
final class AuditCheck {
  /** Whoever finds this many looks for a backup. */
  private static final int MOST_FAULTS = 20;

  private final Optional<Head> copied;
  private final List<Fault> faults = new ArrayList<>();
  private Head last = Head.START;
  private long rows;

  /**
   * @param copied a head that was written down elsewhere earlier
   */
  AuditCheck(Optional<Head> copied) {
    this.copied = copied;
  }

  long lastId() {
    return last.id();
  }

  /** Rows must come in the order of their numbers. */
  void next(AuditRow row) {
    rows++;
    long due = last.id() + 1;
    if (row.id() > due) {
      fault(due, missing(due, row.id() - 1));
    } else if (!row.previous().equals(last.digest())) {
      fault(row.id(), "does not follow row %d as it is now".formatted(last.id()));
    }
    if (!row.isUnchanged()) {
      fault(row.id(), "was changed after it was written");
    }
    if (copied.isPresent()
        && copied.get().id() == row.id()
        && !copied.get().digest().equals(row.digest())) {
      fault(row.id(), "is not the row that was copied: it or rows before it were written anew");
    }
    // What the row says of itself: a changed one is told once, here, and not with all that follow.
    last = row.head();
  }

  /**
   * @param head as the database keeps it beside the rows
   */
  AuditVerdict end(Head head) {
    if (head.id() > last.id()) {
      fault(last.id() + 1, missing(last.id() + 1, head.id()));
    } else if (head.id() < last.id()) {
      fault(head.id() + 1, "was put in after the last row that was written");
    } else if (!head.digest().equals(last.digest())) {
      fault(last.id(), "is not the last row as it was written");
    }
    if (copied.isPresent() && copied.get().id() > last.id()) {
      fault(copied.get().id(), "was copied and is missing");
    }
    return new AuditVerdict(rows, last, faults);
  }

  private static String missing(long from, long to) {
    return from == to ? "is missing" : "is missing, and all up to row " + to;
  }

  private void fault(long id, String what) {
    if (faults.size() < MOST_FAULTS) {
      faults.add(new Fault(id, what));
    }
  }
}
