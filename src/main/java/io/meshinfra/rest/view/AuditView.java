package io.meshinfra.rest.view;

import io.meshinfra.journal.AuditRow;
import io.meshinfra.journal.AuditVerdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Who did what.
 *
 * @param kind person, agent or hub
 * @param previous the digest of the row before
 */
@Schema(name = "AuditRow")
public record AuditView(
    long id,
    Instant at,
    String kind,
    String name,
    String deed,
    Optional<String> node,
    Optional<String> run,
    Optional<String> revision,
    String outcome,
    String detail,
    String previous,
    String digest) {

  public static AuditView of(AuditRow row) {
    return new AuditView(
        row.id(),
        row.at(),
        row.kind(),
        row.name(),
        row.deed(),
        row.node(),
        row.run(),
        row.revision(),
        row.outcome(),
        row.detail(),
        row.previous(),
        row.digest());
  }

  /**
   * Some rows, oldest first.
   *
   * @param next what to ask for with {@code after} to go on; empty at the end
   */
  @Schema(name = "AuditRows")
  public record Page(List<AuditView> rows, Optional<Long> next) {
    public Page {
      rows = List.copyOf(rows);
    }

    public static Page of(List<AuditRow> rows, int limit) {
      return new Page(
          rows.stream().map(AuditView::of).toList(),
          rows.size() < limit ? Optional.empty() : Optional.of(rows.getLast().id()));
    }
  }

  /** The newest row in short. */
  @Schema(name = "AuditHead")
  public record Head(long id, String digest) {
    public static Head of(AuditRow.Head head) {
      return new Head(head.id(), head.digest());
    }
  }

  /** Whether the audit is as it was written. */
  @Schema(name = "AuditVerdict")
  public record Verdict(boolean whole, long rows, Head head, List<Fault> faults) {
    public Verdict {
      faults = List.copyOf(faults);
    }

    public static Verdict of(AuditVerdict verdict) {
      return new Verdict(
          verdict.isWhole(),
          verdict.rows(),
          Head.of(verdict.head()),
          verdict.faults().stream().map(fault -> new Fault(fault.id(), fault.what())).toList());
    }
  }

  /** A row that is not as it was written. */
  @Schema(name = "AuditFault")
  public record Fault(long id, String what) {}
}
