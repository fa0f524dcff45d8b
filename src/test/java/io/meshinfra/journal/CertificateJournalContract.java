package io.meshinfra.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.support.MovingClock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the journal keeps of SSH certificates, whatever database it is in. */
abstract class CertificateJournalContract {
  private static final Instant BEGIN = Instant.parse("2026-11-23T10:15:30Z");
  private static final Deed.By ADA = Deed.By.person("ada");

  private Instant now = BEGIN;
  private Journal journal;

  abstract DataSource database() throws Exception;

  @BeforeEach
  void migrate() throws Exception {
    DataSource source = database();
    journal = new Journal(source, new MovingClock(() -> now));
  }

  private static IssuedCertificate wanted(String keyId, String... sources) {
    return new IssuedCertificate(
        0,
        keyId,
        "SHA256:abc",
        new TreeSet<>(Set.of("admin", "developer")),
        List.of(sources),
        BEGIN,
        BEGIN.plusSeconds(3600),
        Optional.empty());
  }

  private String lastDeed() {
    AuditRow row = journal.audit().after(0, 100).getLast();
    return "%s %s %s: %s".formatted(row.name(), row.deed(), row.outcome(), row.detail());
  }

  @Test
  void shouldNumberThemAndKeepThemAsTheyWereIssued() {
    IssuedCertificate one = journal.certificates().issue(wanted("person:ann", "192.0.2.0/24"), ADA);
    IssuedCertificate two = journal.certificates().issue(wanted("person:bob"), ADA);

    assertEquals(List.of(1L, 2L), List.of(one.serial(), two.serial()));
    assertEquals(Optional.of(one), journal.certificates().find(1));
    assertEquals(List.of(two, one), journal.certificates().living(10));
    assertEquals(List.of(one), journal.certificates().of("person:ann"));
    assertEquals(Optional.empty(), journal.certificates().find(3));
  }

  @Test
  void shouldTellTheAuditOfEachIssueAndEachRefusal() {
    journal.certificates().issue(wanted("person:ann", "192.0.2.0/24"), ADA);
    assertEquals(
        "ada certificate-issued done: serial 1 to person:ann, key SHA256:abc, principals admin,"
            + " developer, until 2026-11-23T11:15:30Z, from 192.0.2.0/24",
        lastDeed());

    journal.certificates().refuse(Deed.By.agent("agent x"), "agent:x: not for you");
    assertEquals("agent x certificate-refused refused: agent:x: not for you", lastDeed());
    assertTrue(journal.audit().verify(Optional.empty()).isWhole());
  }

  @Test
  void shouldRevokeOnce() {
    IssuedCertificate issued = journal.certificates().issue(wanted("person:ann"), ADA);

    assertTrue(journal.certificates().revoke(issued, ADA, "stolen"));
    assertFalse(journal.certificates().revoke(issued, Deed.By.person("bob"), "too late"));

    assertEquals(
        Optional.of(new IssuedCertificate.Revoked("ada", BEGIN, "stolen")),
        journal.certificates().find(1).orElseThrow().revoked());
    assertEquals("ada certificate-revoked done: serial 1 of person:ann: stolen", lastDeed());
  }

  @Test
  void shouldForgetThoseThatAreLongOverAndNeverGiveANumberTwice() {
    journal.certificates().issue(wanted("person:ann"), ADA);
    now = BEGIN.plusSeconds(3600);
    assertEquals(List.of(), journal.certificates().living(10));
    assertEquals(List.of(), journal.certificates().of("person:ann"));
    assertTrue(journal.certificates().find(1).isPresent());

    journal.retention().purge(now.plusSeconds(1));

    assertEquals(Optional.empty(), journal.certificates().find(1));
    assertEquals(2, journal.certificates().issue(wanted("person:ann"), ADA).serial());
  }
}
