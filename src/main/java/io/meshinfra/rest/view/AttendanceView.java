package io.meshinfra.rest.view;

import io.meshinfra.model.Absence;
import io.meshinfra.model.Revision;
import io.meshinfra.reconcile.Debt;
import io.meshinfra.reconcile.presence.Attendance;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How a node keeps to its presence. */
@Schema(name = "Attendance")
public record AttendanceView(
    @Schema(enumeration = {"present", "away", "late", "missing", "barred"}) String state,
    @Schema(
            description =
                "asleep, host-down, path-down, sshd-down, link-lost, host-key-changed, login-refused or"
                    + " unusable; absent when it is present")
        Optional<String> why,
    @Schema(description = "when it did not answer for the first time") Optional<Instant> since,
    @Schema(description = "when it is expected next") Optional<Instant> expected,
    @Schema(description = "when it counts as missing") Optional<Instant> missingFrom,
    @Schema(description = "when the hub was last in") Optional<Instant> lastSeen) {

  static AttendanceView of(Attendance attendance, Optional<Instant> lastSeen) {
    Optional<Instant> expected =
        attendance instanceof Attendance.Away away ? away.expected() : Optional.empty();
    Optional<Instant> missing =
        attendance instanceof Attendance.Late late ? Optional.of(late.until()) : Optional.empty();
    return new AttendanceView(
        attendance.state().word(),
        attendance.ongoing().map(absence -> attendance.why()),
        attendance.ongoing().map(Absence::since),
        expected,
        missing,
        lastSeen);
  }

  /** What a node has to make up for. */
  @Schema(name = "Debt")
  public record DebtView(
      @Schema(description = "the last revision of which all of the node was in sync")
          Optional<String> from,
      @Schema(description = "the revision in force") String to,
      @Schema(description = "commits in between") Optional<Integer> commits,
      @Schema(description = "resources that differ between the two") Optional<Integer> resources) {
    static DebtView of(Debt debt) {
      return new DebtView(
          debt.from().map(Revision::id), debt.to().id(), debt.commits(), debt.resources());
    }
  }
}
