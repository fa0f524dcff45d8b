package io.meshinfra.reconcile.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.desired.Catalogs;
import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.Loading;
import io.meshinfra.model.Gap;
import io.meshinfra.model.NoWayIn.Obstacle;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.reconcile.status.Health;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.source.DirectoryTree;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The example fleet over two weeks of March 2026, around the Sunday on which Europe sets its clocks
 * forward: every alarm that has to be, and no other.
 */
class PresenceWeekTest {
  private static final String MONDAY = "2026-03-23T00:00:00Z";
  private SimulatedWeeks weeks;

  @BeforeEach
  void begin() throws Exception {
    Fleet example =
        assertInstanceOf(
                Loading.Loaded.class,
                new Catalogs(ResourceTypes.installed())
                    .load(DirectoryTree.of(Path.of(".")), "desired-state"))
            .fleet();
    weeks = new SimulatedWeeks(Instant.parse(MONDAY), example);
  }

  @AfterEach
  void end() {
    weeks.close();
  }

  private List<String> alarms() {
    return weeks.told("node-missing", "node-barred");
  }

  /** The laptop sleeps but for the evenings; WSL2 comes in the morning and ends over lunch. */
  private void usualDays() {
    for (int day = 23; day < 28; day++) {
      laptop("2026-03-%d".formatted(day));
      office("2026-03-%d".formatted(day), "07:20", "11:00", "12:00", "16:30");
    }
    laptop("2026-03-28");
  }

  private void laptop(String day) {
    weeks.goes(day + "T00:00:05Z", day + "T18:00:00Z", "laptop", Obstacle.NO_ANSWER);
    weeks.goes(day + "T22:10:00Z", day + "T23:59:55Z", "laptop", Obstacle.LINK_LOST);
  }

  /** Times in UTC; the Windows host answers for WSL2 that has ended, so the port is closed. */
  private void office(String day, String comes, String lunch, String back, String home) {
    weeks.goes(day + "T00:00:05Z", day + "T" + comes + ":00Z", "wsl", Obstacle.NO_ANSWER);
    weeks.goes(day + "T" + lunch + ":00Z", day + "T" + back + ":00Z", "wsl", Obstacle.PORT_CLOSED);
    weeks.goes(day + "T" + home + ":00Z", day + "T23:59:55Z", "wsl", Obstacle.PORT_CLOSED);
  }

  @Test
  void shouldRaiseNoAlarmInAUsualWeek() {
    usualDays();
    weeks.goes("2026-03-24T03:00:00Z", "2026-03-24T03:04:00Z", "hub", Obstacle.NO_ANSWER);
    weeks.goes("2026-03-24T03:04:00Z", "2026-03-24T03:04:10Z", "hub", Obstacle.LOGIN_REFUSED);
    weeks.goes("2026-03-25T18:30:00Z", "2026-03-25T18:30:20Z", "laptop", Obstacle.LINK_LOST);

    weeks.runUntil("2026-03-28T00:00:00Z");

    assertEquals(List.of(), alarms());
    assertEquals(List.of(), weeks.runs());
    assertTrue(weeks.counts("laptop").get("node-away") >= 5, weeks.counts("laptop").toString());
    assertEquals(1, weeks.counts("hub").get("node-late"));
    assertEquals(1, weeks.counts("hub").get("node-back"));
  }

  @Test
  void shouldTellOnceThatTheCloudServerIsGoneThoughTheHubIsStartedAnewTwice() {
    weeks.goes("2026-03-25T10:00:00Z", "2026-03-25T13:00:00Z", "hub", Obstacle.NO_ANSWER);
    usualDays();
    weeks.runUntil("2026-03-25T10:06:00Z");
    restartHub();
    weeks.runUntil("2026-03-25T11:00:00Z");
    restartHub();
    weeks.runUntil("2026-03-26T00:00:00Z");

    List<String> told = alarms();
    assertEquals(1, told.size(), told.toString());
    Instant alarm = Instant.parse(told.getFirst().substring(0, 16) + ":00Z");
    // The loop may have looked just before it died; the grace runs from the first try in vain.
    assertTrue(alarm.isAfter(Instant.parse("2026-03-25T10:09:00Z")), told.toString());
    assertTrue(alarm.isBefore(Instant.parse("2026-03-25T10:17:00Z")), told.toString());
    assertTrue(told.getFirst().endsWith("node-missing hub"), told.toString());
    assertEquals(1, weeks.counts("hub").get("node-back"));
    assertEquals(Health.HEALTHY, weeks.status("hub").health());
  }

  private void restartHub() {
    weeks.stopHub();
    weeks.startHub();
  }

  @Test
  void shouldHoldNobodysAbsenceAgainstHimThatTheHubHasNotSeen() {
    weeks.runUntil("2026-03-23T01:00:00Z");
    weeks.stopHub();
    weeks.goes("2026-03-23T02:00:00Z", "2026-03-23T09:05:00Z", "hub", Obstacle.NO_ANSWER);
    weeks.at("2026-03-23T09:00:00Z", weeks::startHub);

    weeks.runUntil("2026-03-23T12:00:00Z");

    assertEquals(List.of(), alarms().stream().filter(told -> told.endsWith("hub")).toList());
  }

  @Test
  void shouldTellAtOnceThatTheLaptopHasAnotherHostKey() {
    usualDays();
    weeks.goes("2026-03-26T19:00:00Z", "2026-03-26T19:40:00Z", "laptop", Obstacle.OTHER_HOST_KEY);
    weeks.runUntil("2026-03-26T19:20:00Z");
    assertEquals(Health.DEGRADED, weeks.status("laptop").health());
    assertTrue(weeks.status("laptop").reason().contains("host-key-changed"));

    weeks.runUntil("2026-03-27T00:00:00Z");

    assertEquals(1, alarms().size(), alarms().toString());
    assertTrue(alarms().getFirst().endsWith("node-barred laptop"), alarms().toString());
    assertTrue(alarms().getFirst().startsWith("2026-03-26T19:0"), alarms().toString());
  }

  /** The office opens at 08:00 of its own clock, with half an hour of grace. */
  @Test
  void shouldMissWhoStaysAwayFromWorkByTheClockOfTheOffice() {
    for (String day : List.of("2026-03-26", "2026-03-31")) {
      weeks.goes(day + "T00:00:00Z", day + "T23:00:00Z", "wsl", Obstacle.NO_ANSWER);
    }
    for (String day : List.of("2026-03-23", "2026-03-24", "2026-03-25", "2026-03-27")) {
      office(day, "07:20", "11:00", "12:00", "16:30");
    }
    office("2026-03-30", "06:20", "10:00", "11:00", "15:30");

    weeks.runUntil("2026-04-01T00:00:00Z");

    List<String> told = alarms().stream().filter(event -> event.endsWith("wsl")).toList();
    assertEquals(
        List.of("2026-03-26T07:30 node-missing wsl", "2026-03-31T06:30 node-missing wsl"), told);
  }

  @Test
  void shouldBringALaptopThatWasAwayForNineDaysToTheNewestOf30CommitsInOneRun() {
    weeks.goes("2026-03-23T20:00:00Z", "2026-04-01T20:00:00Z", "laptop", Obstacle.NO_ANSWER);
    for (int commit = 10; commit < 40; commit++) {
      Revision revision = new Revision(("%04d".formatted(commit)).repeat(10));
      Instant when = Instant.parse("2026-03-24T08:00:00Z").plus(Duration.ofHours(6L * commit - 60));
      weeks.at(when.toString(), () -> weeks.push(revision));
    }
    weeks.runUntil("2026-03-23T21:00:00Z");
    long before = weeks.passes("laptop");
    weeks.runUntil("2026-04-01T19:59:00Z");
    assertEquals(before, weeks.passes("laptop"));
    assertEquals(Health.AWAY, weeks.status("laptop").health());

    weeks.runUntil("2026-04-01T20:10:00Z");

    assertEquals(
        List.of("laptop 0039"),
        weeks.runs().stream().filter(run -> run.startsWith("laptop")).toList());
    assertEquals(30, weeks.runs().stream().filter(run -> run.startsWith("hub")).count());
    assertEquals(List.of(), alarms().stream().filter(told -> told.contains("laptop")).toList());
    Optional<Gap> made = weeks.roll().gap(new NodeName("laptop"));
    assertEquals(Optional.empty(), made);
  }

  @Test
  void shouldLookWithinSecondsAtALaptopThatSaysHello() {
    weeks.goes("2026-03-23T00:00:05Z", "2026-03-24T19:00:00Z", "laptop", Obstacle.NO_ANSWER);
    weeks.at("2026-03-24T19:00:20Z", () -> weeks.hello("laptop"));
    weeks.runUntil("2026-03-24T18:59:00Z");
    long before = weeks.passes("laptop");

    weeks.runUntil("2026-03-24T19:00:30Z");

    assertEquals(before + 1, weeks.passes("laptop"));
    assertEquals(Health.HEALTHY, weeks.status("laptop").health());
  }

  @Test
  void shouldDoNothingForANodeThatSaysHelloAndIsThere() {
    weeks.runUntil("2026-03-23T06:00:00Z");
    long before = weeks.passes("hub");
    weeks.hello("hub");
    weeks.runUntil("2026-03-23T06:00:20Z");

    assertTrue(weeks.passes("hub") - before <= 1, "not more than the one that may be due");
  }

  @Test
  void shouldFindANodeThatLiedAboutBeingBackStillAway() {
    weeks.goes("2026-03-23T00:00:05Z", "2026-03-30T00:00:00Z", "laptop", Obstacle.NO_ANSWER);
    weeks.runUntil("2026-03-23T10:00:00Z");
    long before = weeks.passes("laptop");
    weeks.hello("laptop");
    weeks.runUntil("2026-03-23T11:00:00Z");

    assertEquals(before, weeks.passes("laptop"));
    assertEquals(Health.AWAY, weeks.status("laptop").health());
  }

  @Test
  void shouldTellOnceThatALoginIsRefusedForHoursAndOnceMoreTheNextTime() {
    weeks.goes("2026-03-24T10:00:00Z", "2026-03-24T14:00:00Z", "hub", Obstacle.LOGIN_REFUSED);
    weeks.goes("2026-03-26T10:00:00Z", "2026-03-26T10:30:00Z", "hub", Obstacle.LOGIN_REFUSED);
    usualDays();
    weeks.runUntil("2026-03-27T00:00:00Z");

    assertEquals(2, alarms().size(), alarms().toString());
    assertTrue(alarms().stream().allMatch(told -> told.endsWith("node-barred hub")));
    assertEquals(2, weeks.counts("hub").get("node-back"));
  }

  @Test
  void shouldNotForgetAnAlarmWhenTheReasonChanges() {
    weeks.goes("2026-03-24T10:00:00Z", "2026-03-24T11:00:00Z", "hub", Obstacle.NO_ANSWER);
    weeks.goes("2026-03-24T11:00:00Z", "2026-03-24T12:00:00Z", "hub", Obstacle.PORT_CLOSED);
    usualDays();
    weeks.runUntil("2026-03-25T00:00:00Z");

    assertEquals(1, alarms().size(), "it was missing all the time: " + alarms());
  }

  /** Its absence begins with the hub: nobody knows what was before. */
  @Test
  void shouldMissANodeThatNeverAnswered() {
    weeks.stopHub();
    weeks.goes("2026-03-23T00:00:05Z", "2026-03-24T00:00:00Z", "hub", Obstacle.NO_NAME);
    weeks.runUntil("2026-03-23T01:00:00Z");
    weeks.startHub();
    weeks.runUntil("2026-03-23T03:00:00Z");

    List<String> hub = alarms().stream().filter(told -> told.endsWith(" hub")).toList();
    assertEquals(List.of("2026-03-23T01:10 node-missing hub"), hub);
    assertTrue(weeks.status("hub").reason().contains("path-down"), weeks.status("hub").reason());
  }
}
