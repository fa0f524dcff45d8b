package io.meshinfra.rest.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshinfra.model.Absence;
import io.meshinfra.model.NoWayIn.Cause;
import io.meshinfra.model.Revision;
import io.meshinfra.reconcile.Debt;
import io.meshinfra.reconcile.presence.Attendance;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttendanceViewTest {
  private static final Instant SINCE = Instant.parse("2026-03-23T12:00:00Z");
  private static final Instant LATER = Instant.parse("2026-03-24T08:00:00Z");

  private static Absence absence(Cause cause) {
    return new Absence(SINCE, SINCE, SINCE, cause, "lan: timed out");
  }

  private static AttendanceView of(Attendance attendance) {
    return AttendanceView.of(attendance, Optional.of(SINCE.minusSeconds(60)));
  }

  @Test
  void shouldSayNothingMoreOfANodeThatIsPresent() {
    assertEquals(
        new AttendanceView(
            "present",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(SINCE.minusSeconds(60))),
        of(Attendance.PRESENT));
  }

  @Test
  void shouldSayWhenANodeIsExpectedThatIsAsleep() {
    AttendanceView away = of(new Attendance.Away(absence(Cause.HOST_DOWN), Optional.of(LATER)));

    assertEquals("away", away.state());
    assertEquals(Optional.of("asleep"), away.why());
    assertEquals(Optional.of(SINCE), away.since());
    assertEquals(Optional.of(LATER), away.expected());
    assertEquals(Optional.empty(), away.missingFrom());
  }

  @Test
  void shouldSayWhenAGraceIsOver() {
    AttendanceView late = of(new Attendance.Late(absence(Cause.SSHD_DOWN), LATER));

    assertEquals("late", late.state());
    assertEquals(Optional.of("sshd-down"), late.why());
    assertEquals(Optional.of(LATER), late.missingFrom());
  }

  @Test
  void shouldCallAlarmsByTheirCause() {
    assertEquals(
        Optional.of("host-down"), of(new Attendance.Missing(absence(Cause.HOST_DOWN))).why());
    assertEquals(
        Optional.of("host-key-changed"),
        of(new Attendance.Barred(absence(Cause.HOST_KEY_CHANGED))).why());
  }

  @Test
  void shouldTellADebtAsFarAsItIsKnown() {
    Revision to = new Revision("2".repeat(40));

    assertEquals(
        new AttendanceView.DebtView(
            Optional.empty(), "2".repeat(40), Optional.empty(), Optional.of(3)),
        AttendanceView.DebtView.of(
            new Debt(Optional.empty(), to, Optional.empty(), Optional.of(3))));
  }
}
