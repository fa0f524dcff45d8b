package io.meshinfra.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.journal.Event;
import io.meshinfra.journal.Journal;
import io.meshinfra.model.NodeName;
import io.meshinfra.reconcile.status.Health;
import io.meshinfra.reconcile.status.HubEvents;
import io.meshinfra.reconcile.status.StatusBoard;
import io.meshinfra.support.JournalTables;
import io.meshinfra.support.MovingClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SuspensionsTest {
  private static final NodeName A = new NodeName("a");

  private final StatusBoard board = new StatusBoard();
  private Instant now = Instant.EPOCH;
  private JdbcConnectionPool database;
  private Journal journal;
  private Suspensions suspensions;

  @BeforeEach
  void begin() {
    database = JdbcConnectionPool.create("jdbc:h2:mem:suspensions", "", "");
    JournalTables.copyInto(database);
    Clock clock = new MovingClock(() -> now);
    journal = new Journal(database, clock);
    board.follow(FleetOf.at(FleetOf.OLD, "a").nodes().values());
    suspensions = new Suspensions(journal, board, new HubEvents(journal, clock), clock);
  }

  @AfterEach
  void end() {
    database.dispose();
  }

  private List<String> told() {
    return journal.events().recent(10, Optional.of(A)).stream()
        .map(Event.Numbered::event)
        .map(event -> event.type() + " " + event.message())
        .toList();
  }

  @Test
  void shouldSuspendUntilSomebodyResumes() {
    suspensions.suspend(A, "new disk", "ada", Optional.empty());
    assertEquals("new disk", suspensions.all().get(A).reason());
    assertEquals(Health.SUSPENDED, board.of(A).orElseThrow().health());

    assertTrue(suspensions.resume(A, "bob"));

    assertEquals(Optional.empty(), suspensions.of(A));
    assertEquals(List.of("node-resumed by bob", "node-suspended by ada: new disk"), told());
  }

  @Test
  void shouldTellNothingOfANodeThatWasNotSuspended() {
    assertFalse(suspensions.resume(A, "bob"));
    assertEquals(List.of(), told());
  }

  @Test
  void shouldEndASuspensionWithItsTime() {
    suspensions.suspend(A, "lunch", "ada", Optional.of(now.plus(Duration.ofHours(1))));

    now = now.plus(Duration.ofHours(2));

    assertTrue(suspensions.all().isEmpty());
  }

  @Test
  void shouldRefuseToWorkOnASuspendedNodeAndSayHowToEndThat() {
    suspensions.refuse(A);
    suspensions.suspend(A, "new disk", "ada", Optional.empty());

    String why = assertThrows(NotNow.class, () -> suspensions.refuse(A)).getMessage();

    assertEquals("a is suspended by ada: new disk; mesh resume a ends that", why);
  }
}
