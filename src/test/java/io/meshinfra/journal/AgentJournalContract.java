package io.meshinfra.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.session.AgentName;
import io.meshinfra.session.AgentToken;
import io.meshinfra.session.AgentToken.Scope;
import io.meshinfra.session.SessionId;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the journal keeps of agents, whatever database it is in. */
abstract class AgentJournalContract {
  private static final Instant NOW = Instant.parse("2026-11-23T10:15:30.123456Z");
  private static final SessionId SESSION = new SessionId("20261123-claude-4f2a9c01");
  private static final String DIGEST = "ab".repeat(32);

  private Journal journal;

  abstract DataSource database() throws Exception;

  @BeforeEach
  void migrate() throws Exception {
    DataSource source = database();
    journal = new Journal(source, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static AgentToken token(String id, Instant expires) {
    return new AgentToken(
        id,
        new AgentName("claude"),
        Optional.of(SESSION),
        Scope.RECONCILE,
        new TreeSet<>(List.of(new NodeName("hub"), new NodeName("laptop"))),
        NOW,
        expires);
  }

  @Test
  void shouldKeepATokenAndNothingOfItsSecretButADigest() {
    AgentToken token = token("00000001", NOW.plusSeconds(60));
    assertTrue(journal.tokens().issue(token, DIGEST, "ada"));

    TokenJournal.Kept kept = journal.tokens().find("00000001").orElseThrow();

    assertEquals(token, kept.token());
    assertEquals(DIGEST, kept.digest());
    assertEquals("ada", kept.issuedBy());
    assertEquals(Optional.empty(), kept.revoked());
    assertFalse(kept.toString().contains(DIGEST));
  }

  @Test
  void shouldKeepATokenForReadingOnly() {
    AgentToken token =
        new AgentToken(
            "00000002",
            new AgentName("a"),
            Optional.empty(),
            Scope.READ,
            new TreeSet<>(),
            NOW,
            NOW.plusSeconds(1));
    journal.tokens().issue(token, DIGEST, "ada");

    assertEquals(token, journal.tokens().find("00000002").orElseThrow().token());
  }

  @Test
  void shouldNotReplaceAToken() {
    journal.tokens().issue(token("00000001", NOW.plusSeconds(60)), DIGEST, "ada");

    assertFalse(journal.tokens().issue(token("00000001", NOW.plusSeconds(90)), "0", "eve"));
    assertEquals("ada", journal.tokens().find("00000001").orElseThrow().issuedBy());
  }

  @Test
  void shouldListTokensThatHaveNotExpired() {
    journal.tokens().issue(token("00000001", NOW.plusSeconds(60)), DIGEST, "ada");
    journal.tokens().issue(token("00000002", NOW), DIGEST, "ada");

    assertEquals(
        List.of("00000001"),
        journal.tokens().living(NOW, 10).stream().map(kept -> kept.token().id()).toList());
  }

  @Test
  void shouldForgetTokensThatHaveExpiredLongAgo() {
    journal.tokens().issue(token("00000001", NOW.plusSeconds(60)), DIGEST, "ada");
    journal.tokens().issue(token("00000002", NOW), DIGEST, "ada");

    assertEquals(0, journal.retention().purge(NOW).tokens());
    assertEquals(1, journal.retention().purge(NOW.plusSeconds(60)).tokens());
    assertEquals(Optional.empty(), journal.tokens().find("00000002"));
    assertTrue(journal.tokens().find("00000001").isPresent());
  }

  @Test
  void shouldRevokeOnce() {
    journal.tokens().issue(token("00000001", NOW.plusSeconds(60)), DIGEST, "ada");

    assertTrue(journal.tokens().revoke("00000001", "ada"));
    assertFalse(journal.tokens().revoke("00000001", "eve"));
    assertFalse(journal.tokens().revoke("00000009", "eve"));
    assertEquals(
        Optional.of(new TokenJournal.Revoked("ada", NOW)),
        journal.tokens().find("00000001").orElseThrow().revoked());
  }

  @Test
  void shouldKeepAContractAsItWasIssued() {
    String text = "kind: Session\n# ä \uD83D\uDE00\n";
    assertTrue(journal.sessions().issue(SESSION, text, "ada"));
    assertFalse(journal.sessions().issue(SESSION, "wider", "eve"));

    SessionJournal.Issued issued = journal.sessions().find(SESSION).orElseThrow();

    assertEquals(new SessionJournal.Issued(SESSION, text, "ada", NOW, Optional.empty()), issued);
    assertEquals(List.of(issued), journal.sessions().since(NOW, 10));
    assertEquals(List.of(), journal.sessions().since(NOW.plusSeconds(1), 10));
  }

  @Test
  void shouldEndAContractOnce() {
    journal.sessions().issue(SESSION, "text", "ada");

    assertTrue(journal.sessions().end(SESSION, "ada"));
    assertFalse(journal.sessions().end(SESSION, "ada"));
    assertEquals(Optional.of(NOW), journal.sessions().find(SESSION).orElseThrow().endedAt());
  }

  @Test
  void shouldRememberWhatWasLetIn() {
    Revision revision = new Revision("1".repeat(40));
    journal.sessions().accept(revision, "looked at it", "ada");
    journal.sessions().accept(revision, "again", "ada");

    assertEquals(List.of(revision), journal.sessions().accepted(10));
  }
}
