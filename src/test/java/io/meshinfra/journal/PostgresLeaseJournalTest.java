package io.meshinfra.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.journal.Leases.Taking;
import io.meshinfra.model.FencingToken;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.model.RunId;
import io.meshinfra.support.JournalTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class PostgresLeaseJournalTest extends LeaseJournalContract {
  private static final RunId RUN = new RunId("run-0001");

  @Override
  DataSource database() {
    return JournalTables.inPostgres();
  }

  private void runOut() throws SQLException {
    sql("update hub_lease set expires_at = current_timestamp - interval '1' second");
  }

  private static Event event(String type) {
    return new Event(Instant.EPOCH, Optional.empty(), Optional.empty(), type, "");
  }

  private void begin(Journal by) {
    by.runs()
        .begin(
            new RunStart(
                RUN, new NodeName("n1"), new Revision("1".repeat(40)), "push", Instant.EPOCH));
    by.runs().planned(RUN, "hash", 1, "plan");
    by.runs().handedOver(RUN);
  }

  @Test
  void shouldKeepOthersOutUntilItRunsOut() throws SQLException {
    taken(journal, FIRST);
    Journal second = another();

    Taking early = second.leases().take(SECOND, LENGTH);
    runOut();
    Taking late = second.leases().take(SECOND, LENGTH);

    assertEquals("1@first", assertInstanceOf(Taking.Others.class, early).hub());
    assertEquals(new Taking.Mine(new FencingToken(2)), late);
    assertTrue(deeds().contains("fencing token 2, after 1@first"), this::deeds);
  }

  @Test
  void shouldGoOnAfterItRanOutAndNobodyTookIt() throws SQLException {
    FencingToken first = taken(journal, FIRST);
    runOut();

    assertTrue(journal.leases().renew(FIRST, first, LENGTH));
    assertInstanceOf(Taking.Others.class, another().leases().take(SECOND, LENGTH));
  }

  @Test
  void shouldNotRenewWhatAnotherHubTook() throws SQLException {
    FencingToken first = taken(journal, FIRST);
    runOut();
    taken(another(), SECOND);

    assertFalse(journal.leases().renew(FIRST, first, LENGTH));
  }

  @Test
  void shouldHandNothingOverWhenTheLeaseHasRunOut() throws SQLException {
    taken(journal, FIRST);
    begin(journal);
    runOut();

    JournalUnavailable refused =
        assertThrows(
            JournalUnavailable.class,
            () -> journal.handOvers().segment(RUN, new RunId("run-0001-1")));

    assertTrue(refused.getMessage().contains("run out"), refused.getMessage());
    assertEquals(List.of(), journal.handOvers().segments(RUN));
  }

  @Test
  void shouldLetTheReplacedHubWriteNothingMore() throws SQLException {
    taken(journal, FIRST);
    begin(journal);
    runOut();
    Journal second = another();
    taken(second, SECOND);

    JournalUnavailable refused =
        assertThrows(
            JournalUnavailable.class,
            () -> journal.runs().end(RUN, "converged", "", Instant.EPOCH));
    assertThrows(JournalUnavailable.class, () -> journal.events().append(event("late")));
    second.runs().end(RUN, "deferred", "found again", Instant.EPOCH);

    assertTrue(refused.getMessage().contains("another hub has taken over"), refused.getMessage());
    assertEquals(
        "deferred",
        journal.runs().find(RUN).orElseThrow().summary().ended().orElseThrow().outcome());
    assertEquals(
        1,
        journal.audit().after(0, 100).stream().filter(r -> r.deed().equals("run-ended")).count());
  }

  @Test
  void shouldLetTheHubThatStandsByWriteNothing() {
    taken(journal, FIRST);
    Journal second = another();
    second.leases().take(SECOND, LENGTH);

    JournalUnavailable refused =
        assertThrows(JournalUnavailable.class, () -> second.events().append(event("early")));

    assertTrue(refused.getMessage().contains("1@first is in charge"), refused.getMessage());
    assertEquals(List.of(), second.events().recent(10, Optional.empty()));
  }

  @Test
  void shouldGiveItToOneOfManyThatAskAtOnce() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Taking>> answers =
          threads.invokeAll(
              IntStream.range(0, 8).<Callable<Taking>>mapToObj(this::asking).toList());
      int mine = 0;
      for (Future<Taking> answer : answers) {
        mine += answer.get() instanceof Taking.Mine ? 1 : 0;
      }
      assertEquals(1, mine);
      assertEquals(
          1, journal.leases().holder().orElseThrow().lease().orElseThrow().token().number());
    }
  }

  private Callable<Taking> asking(int number) {
    return () -> another().leases().take(new HubId("hub-" + number, "hub-" + number), LENGTH);
  }

  /** A transaction of the first hub holds the lease; the server ends it when that hub sleeps. */
  @Test
  void shouldTakeOverFromAHubThatSleepsInATransaction() throws Exception {
    FencingToken first = taken(journal, FIRST);
    runOut();
    try (Connection asleep = source.getConnection();
        Statement statement = asleep.createStatement()) {
      statement.execute("set idle_in_transaction_session_timeout = '1s'");
      asleep.setAutoCommit(false);
      statement.execute("select 1 from hub_lease where token = " + first + " for key share");
      statement.execute("update audit_head set last_id = last_id");

      FencingToken second = taken(another(), SECOND);

      assertEquals(2, second.number());
      assertThrows(SQLException.class, () -> statement.execute("select 1"));
    }
  }

  @Test
  void shouldRenewBesideATransactionThatHoldsTheLease() throws Exception {
    FencingToken first = taken(journal, FIRST);
    try (Connection writing = source.getConnection();
        Statement statement = writing.createStatement()) {
      writing.setAutoCommit(false);
      statement.execute("select 1 from hub_lease where token = " + first + " for key share");

      assertTrue(journal.leases().renew(FIRST, first, LENGTH));
      writing.rollback();
    }
  }
}
