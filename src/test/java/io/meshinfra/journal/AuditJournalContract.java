package io.meshinfra.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.journal.AuditRow.Head;
import io.meshinfra.journal.AuditVerdict.Fault;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.model.RunId;
import io.meshinfra.session.AgentName;
import io.meshinfra.session.AgentToken;
import io.meshinfra.session.AgentToken.Scope;
import io.meshinfra.session.SessionId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the audit does, whatever database it is in. */
abstract class AuditJournalContract {
  private static final Instant NOW = Instant.parse("2026-11-23T10:15:30.123456789Z");
  private static final NodeName LAPTOP = new NodeName("laptop");
  private static final Revision FIRST = new Revision("1".repeat(40));
  private static final Optional<Head> NOTHING_COPIED = Optional.empty();

  private DataSource source;
  private Journal journal;

  abstract DataSource database() throws Exception;

  @BeforeEach
  void migrate() throws Exception {
    source = database();
    journal = new Journal(source, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private AuditRow deed(String detail) {
    return journal.audit().append(Deed.begun(Deed.By.person("ada"), "tested", detail).at(LAPTOP));
  }

  private void deeds(int many) {
    for (int i = 1; i <= many; i++) {
      deed("deed " + i);
    }
  }

  private List<AuditRow> all() {
    return journal.audit().after(0, 1000);
  }

  private List<String> told() {
    return all().stream()
        .map(row ->
            "%s %s: %s %s%s"
                .formatted(
                    row.kind(),
                    row.name(),
                    row.deed(),
                    row.outcome(),
                    row.node().map(name -> " at " + name).orElse("")))
        .toList();
  }

  private void tamper(String... statements) {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Fault> faults() {
    return journal.audit().verify(NOTHING_COPIED).faults();
  }

  // --- the chain

  @Test
  void shouldBeWholeWhenItIsEmpty() {
    assertEquals(
        new AuditVerdict(0, new Head(0, AuditRow.NONE), List.of()),
        journal.audit().verify(NOTHING_COPIED));
  }

  @Test
  void shouldGiveBackWhatWasDone() {
    AuditRow row = deed("with ä, \uD83D\uDE00 and\na second line");

    assertEquals(List.of(row), all());
    assertEquals(1, row.id());
    assertEquals(Instant.parse("2026-11-23T10:15:30.123456Z"), row.at());
    assertEquals(AuditRow.NONE, row.previous());
    assertEquals(row.head(), journal.audit().head());
    assertTrue(journal.audit().verify(NOTHING_COPIED).isWhole());
  }

  @Test
  void shouldChainRows() {
    deeds(3);

    assertEquals(all().get(0).digest(), all().get(1).previous());
    assertEquals(all().get(1).digest(), all().get(2).previous());
    assertEquals(List.of(all().get(2)), journal.audit().after(2, 10));
    assertEquals(List.of(all().get(0)), journal.audit().after(0, 1));
  }

  @Test
  void shouldBoundTextsAndStayWhole() {
    AuditRow row =
        journal
            .audit()
            .append(
                Deed.begun(Deed.By.person("a".repeat(9999)), "x".repeat(99), "d\0".repeat(9999)));

    assertEquals(List.of(row), all());
    assertEquals(Bounded.LINE, row.name().length());
    assertTrue(row.detail().length() <= Bounded.LINE);
    assertEquals(List.of(), faults());
  }

  @Test
  void shouldReadMoreThanAPage() {
    deeds(1201);

    AuditVerdict verdict = journal.audit().verify(NOTHING_COPIED);

    assertEquals(1201, verdict.rows());
    assertTrue(verdict.isWhole());
  }

  @Test
  void shouldStayOneChainWhenManyWriteAtOnce() throws Exception {
    List<Future<?>> writers = new ArrayList<>();
    Journal other = new Journal(source, Clock.systemUTC());
    try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
      for (int writer = 0; writer < 6; writer++) {
        Journal hub = writer % 2 == 0 ? journal : other;
        writers.add(
            threads.submit(() -> {
              for (int i = 0; i < 20; i++) {
                hub.audit().append(Deed.begun(Deed.By.hub("loop"), "tested", "" + i));
              }
            }));
      }
      while (writers.stream().anyMatch(writer -> !writer.isDone())) {
        assertEquals(List.of(), faults());
      }
    }
    for (Future<?> writer : writers) {
      writer.get();
    }

    assertEquals(120, journal.audit().head().id());
    assertEquals(List.of(), faults());
  }

  // --- what is found

  @Test
  void shouldFindAChangedRow() {
    for (String change :
        List.of(
            "detail = 'other'",
            "by_name = 'eve'",
            "by_kind = 'HUB'",
            "deed = 'other'",
            "node = null",
            "node = ''",
            "node = 'No Name'",
            "run = 'run-0001'",
            "revision = '-'",
            "outcome = 'done'",
            "happened_at = happened_at + interval '1' second")) {
      tamper(
          "delete from audit",
          "update audit_head set last_id = 0, digest = '" + AuditRow.NONE + "'");
      deeds(3);
      tamper("update audit set " + change + " where id = 2");

      assertEquals(List.of(new Fault(2, "was changed after it was written")), faults(), change);
    }
  }

  @Test
  void shouldFindARowThatWasWrittenAnewWithItsDigest() {
    deeds(3);
    AuditRow second = all().get(1);
    AuditRow forged =
        AuditRow.after(
            all().getFirst().head(), second.at(), Deed.begun(Deed.By.person("eve"), "tested", ""));
    tamper(
        "update audit set by_name = 'eve', detail = '', node = null, digest = '%s' where id = 2"
            .formatted(forged.digest()));

    assertEquals(List.of(new Fault(3, "does not follow row 2 as it is now")), faults());
  }

  @Test
  void shouldFindAMissingRowAndMissingOnes() {
    deeds(6);
    tamper("delete from audit where id = 2", "delete from audit where id in (4, 5)");

    assertEquals(
        List.of(new Fault(2, "is missing"), new Fault(4, "is missing, and all up to row 5")),
        faults());
  }

  @Test
  void shouldFindThatTheFirstAndTheLastAreMissing() {
    deeds(3);
    tamper("delete from audit where id in (1, 3)");

    assertEquals(List.of(new Fault(1, "is missing"), new Fault(3, "is missing")), faults());
  }

  @Test
  void shouldFindThatAllAreMissing() {
    deeds(3);
    tamper("delete from audit");

    assertEquals(List.of(new Fault(1, "is missing, and all up to row 3")), faults());
  }

  @Test
  void shouldFindRowsThatChangedPlaces() {
    deeds(4);
    tamper(
        "update audit set id = 99 where id = 2",
        "update audit set id = 2 where id = 3",
        "update audit set id = 3 where id = 99");

    List<Long> rows = faults().stream().map(Fault::id).distinct().toList();

    assertEquals(List.of(2L, 3L, 4L), rows);
  }

  @Test
  void shouldFindARowThatWasPutIn() {
    deeds(2);
    tamper(
        "insert into audit select 3, happened_at, by_kind, by_name, deed, node, run, revision,"
            + " outcome, detail, previous, digest from audit where id = 2");

    assertTrue(
        faults().contains(new Fault(3, "was put in after the last row that was written")),
        faults().toString());
  }

  @Test
  void shouldFindByACopiedHeadThatEverythingWasWrittenAnew() {
    deeds(2);
    Head copied = journal.audit().head();
    deeds(2);
    assertTrue(journal.audit().verify(Optional.of(copied)).isWhole());
    tamper(
        "delete from audit", "update audit_head set last_id = 0, digest = '" + AuditRow.NONE + "'");
    deeds(1);
    assertEquals(List.of(), faults());
    assertEquals(
        List.of(new Fault(2, "was copied and is missing")),
        journal.audit().verify(Optional.of(copied)).faults());
    deed("forged");

    assertEquals(
        List.of(
            new Fault(2, "is not the row that was copied: it or rows before it were written anew")),
        journal.audit().verify(Optional.of(copied)).faults());
  }

  // --- deeds that are records of the journal

  @Test
  void shouldTellWhatIsDoneWithTheJournal() {
    journal.suspensions().suspend(LAPTOP, "look", "ada", Optional.empty());
    journal.suspensions().resume(LAPTOP, "bob");
    journal.suspensions().resume(LAPTOP, "bob");
    journal.approvals().approve(LAPTOP, "0123456789abcdef", "ada", "forge", "fine", NOW);
    SessionId session = new SessionId("20261123-claude-4f2a9c01");
    journal.sessions().issue(session, "secret text", "ada");
    journal.sessions().issue(session, "secret text", "eve");
    journal.sessions().end(session, "ada");
    journal.sessions().accept(FIRST, "read it", "ada");
    AgentToken token =
        new AgentToken(
            "00000001",
            new AgentName("claude"),
            Optional.of(session),
            Scope.READ,
            new TreeSet<>(),
            NOW,
            NOW.plusSeconds(60));
    journal.tokens().issue(token, "d1ge5t", "ada");
    journal.tokens().revoke("00000001", "ada");
    journal.tokens().revoke("00000001", "ada");

    assertEquals(
        List.of(
            "person ada: node-suspended done at laptop",
            "person bob: node-resumed done at laptop",
            "person ada: plan-approved done at laptop",
            "person ada: session-issued done",
            "person ada: session-ended done",
            "person ada: scope-accepted done",
            "person ada: token-issued done",
            "person ada: token-revoked done"),
        told());
    assertFalse(all().toString().contains("secret text"));
    assertFalse(all().toString().contains("d1ge5t"));
    assertEquals(List.of(), faults());
  }

  @Test
  void shouldTellOfARunThatGaveANodeSomethingToDoBeforeAndAfter() {
    RunId run = new RunId("run-0001");
    journal.runs().begin(new RunStart(run, LAPTOP, FIRST, "push", NOW));
    journal.runs().planned(run, "abc", 2, "plan");
    assertEquals(List.of(), told());
    journal.runs().handedOver(run);
    journal.runs().handedOver(run);
    assertEquals(List.of("hub push: run-handed-over begun at laptop"), told());
    journal.runs().end(run, "converged", "what the node said", NOW);
    journal.runs().end(run, "failed", "", NOW);

    AuditRow end = all().getLast();

    assertEquals(2, all().size());
    assertEquals("run-ended converged", end.deed() + " " + end.outcome());
    assertEquals("plan abc, 2 steps", end.detail());
    assertEquals(Optional.of("run-0001"), end.run());
    assertEquals(Optional.of(FIRST.id()), end.revision());
  }

  @Test
  void shouldNotTellOfARunThatOnlyLooked() {
    RunId run = new RunId("run-0001");
    journal.runs().begin(new RunStart(run, LAPTOP, FIRST, "interval", NOW));
    journal.runs().end(run, "in-sync", "", NOW);

    assertEquals(List.of(), told());
    assertThrows(
        IllegalStateException.class, () -> journal.runs().handedOver(new RunId("run-0002")));
  }

  @Test
  void shouldTellOfRevisionsThatCameIntoForceOrStayedOut() {
    Revision second = new Revision("2".repeat(40));
    seen(FIRST, RevisionSeen.Status.VALID, "");
    seen(FIRST, RevisionSeen.Status.VALID, "");
    seen(second, RevisionSeen.Status.REFUSED, "not signed\nmore");

    assertEquals(
        List.of("hub loop: revision-in-force done", "hub loop: revision-stays-out refused"),
        told());
    assertEquals("Subject by Ada: not signed", all().getLast().detail());
    assertEquals(Optional.of(second.id()), all().getLast().revision());
  }

  private void seen(Revision revision, RevisionSeen.Status status, String detail) {
    journal.revisions().seen(new RevisionSeen(revision, status, detail, "Ada", "Subject", NOW));
  }

  @Test
  void shouldWriteNeitherWhenTheAuditCannotBeWritten() {
    tamper("alter table audit add constraint broken check (deed <> 'node-suspended')");

    assertThrows(
        IllegalStateException.class,
        () -> journal.suspensions().suspend(LAPTOP, "look", "ada", Optional.empty()));

    assertEquals(Optional.empty(), journal.suspensions().of(LAPTOP, NOW));
    assertEquals(new Head(0, AuditRow.NONE), journal.audit().head());
  }

  @Test
  void shouldOutliveRetention() {
    deeds(3);

    journal.retention().purge(NOW.plus(Duration.ofDays(1000)));

    assertEquals(3, journal.audit().verify(NOTHING_COPIED).rows());
    assertEquals(List.of(), faults());
  }
}
