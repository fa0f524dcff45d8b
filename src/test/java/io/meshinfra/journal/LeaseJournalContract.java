package io.meshinfra.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.journal.Leases.Taking;
import io.meshinfra.model.FencingToken;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the lease does, whatever database it is in. */
abstract class LeaseJournalContract {
  static final Duration LENGTH = Duration.ofSeconds(30);
  static final HubId FIRST = new HubId("first-id", "1@first");
  static final HubId SECOND = new HubId("second-id", "2@second");

  DataSource source;
  Journal journal;

  /** A database with the journal's tables, and nothing in them. */
  abstract DataSource database() throws Exception;

  @BeforeEach
  void migrate() throws Exception {
    source = database();
    journal = another();
  }

  /** The same database, as another process has it. */
  Journal another() {
    return new Journal(source, Clock.systemUTC());
  }

  static FencingToken taken(Journal by, HubId hub) {
    return ((Taking.Mine) by.leases().take(hub, LENGTH)).token();
  }

  void sql(String text) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  String deeds() {
    return journal.audit().after(0, 100).stream()
        .map(row -> row.deed() + " " + row.detail())
        .toList()
        .toString();
  }

  @Test
  void shouldGiveALargerTokenWithEachTaking() {
    FencingToken first = taken(journal, FIRST);
    journal.leases().giveUp(FIRST, first);
    FencingToken second = taken(another(), SECOND);

    assertEquals(1, first.number());
    assertEquals(2, second.number());
    assertEquals(
        "[hub-in-charge 1@first, fencing token 1, hub-in-charge 2@second, fencing token 2]",
        deeds());
  }

  @Test
  void shouldTellWhoIsInCharge() {
    taken(journal, FIRST);

    HubId.Seen seen = journal.leases().holder().orElseThrow();

    assertEquals(FIRST, seen.hub());
    assertEquals(new FencingToken(1), seen.lease().orElseThrow().token());
    assertEquals(journal.leases().isShared(), seen.lease().orElseThrow().until().isPresent());
  }

  @Test
  void shouldKnowNobodyInChargeAfterItWasGivenUp() {
    journal.leases().giveUp(FIRST, taken(journal, FIRST));

    assertEquals(Optional.empty(), journal.leases().holder());
  }

  @Test
  void shouldRaiseTheTokenAboveWhatNodesHaveSeen() {
    FencingToken first = taken(journal, FIRST);

    FencingToken raised =
        journal
            .leases()
            .raise(FIRST, first, new FencingToken(1007), Deed.By.person("ana"), "restored dump");

    assertEquals(1008, raised.number());
    assertTrue(journal.leases().renew(FIRST, raised, LENGTH));
    journal
        .events()
        .append(new Event(java.time.Instant.EPOCH, Optional.empty(), Optional.empty(), "t", ""));
    assertTrue(
        deeds().endsWith("fencing-token-raised from 1 to 1008: restored dump]"), this::deeds);
  }

  @Test
  void shouldNotRaiseWhatAnotherHubHasTaken() {
    FencingToken first = taken(journal, FIRST);
    journal.leases().giveUp(FIRST, first);
    taken(another(), SECOND);

    assertThrows(
        JournalUnavailable.class,
        () ->
            journal
                .leases()
                .raise(FIRST, first, new FencingToken(9), Deed.By.person("ana"), "why"));
  }

  @Test
  void shouldLeapOverWhatWasTakenSinceABackup() {
    taken(journal, FIRST);

    journal.leases().restored(1000, Deed.By.person("ana"), "from a backup");

    assertEquals(Optional.empty(), journal.leases().holder());
    assertEquals(1002, taken(another(), SECOND).number());
    assertTrue(journal.audit().verify(Optional.empty()).isWhole());
  }

  @Test
  void shouldForgetHubsThatAreGoneForADay() throws SQLException {
    FencingToken first = taken(journal, FIRST);
    sql(
        "insert into hub (id, name, started_at, seen_at) values"
            + " ('old', 'old', timestamp '2020-01-01 00:00:00', timestamp '2020-01-01 00:00:00')");

    journal.leases().renew(FIRST, first, LENGTH);

    assertFalse(journal.leases().hubs().stream().anyMatch(seen -> seen.hub().name().equals("old")));
  }
}
