package io.meshinfra.journal;

import java.util.List;

/**
 * What came of reading the whole audit.
 *
 * @param rows how many were read
 * @param faults the first of them; empty when the chain is whole
 */
public record AuditVerdict(long rows, AuditRow.Head head, List<Fault> faults) {
  public AuditVerdict {
    faults = List.copyOf(faults);
  }

  public boolean isWhole() {
    return faults.isEmpty();
  }

  /**
   * Something that is not as it was written.
   *
   * @param id of the row where it shows
   */
  public record Fault(long id, String what) {}
}
