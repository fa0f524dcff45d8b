package io.meshinfra.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.NodeName;
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

  // --- of hosts

  private static final NodeName LAPTOP = new NodeName("laptop");

  private HostCertificate host(NodeName node, String fingerprint, Instant until) {
    return journal
        .hostCertificates()
        .lastOr(
            node,
            fingerprint,
            one -> one.until().isAfter(now),
            serial ->
                new HostCertificate(
                    serial,
                    node,
                    fingerprint,
                    "SHA256:ca",
                    new TreeSet<>(Set.of("laptop", "laptop.hq")),
                    now,
                    until,
                    "line " + serial),
            Deed.By.hub("host-ca"));
  }

  @Test
  void shouldGiveTheSameHostCertificateAsLongAsItIsGood() {
    HostCertificate one = host(LAPTOP, "SHA256:a", BEGIN.plusSeconds(60));

    assertEquals(one, host(LAPTOP, "SHA256:a", BEGIN.plusSeconds(999)));
    assertEquals(Optional.of(one), journal.hostCertificates().last(LAPTOP, "SHA256:a"));
    assertEquals(2, host(LAPTOP, "SHA256:b", BEGIN.plusSeconds(60)).serial());

    now = BEGIN.plusSeconds(60);
    HostCertificate next = host(LAPTOP, "SHA256:a", BEGIN.plusSeconds(120));
    assertEquals(3, next.serial());
    assertEquals(Optional.of(next), journal.hostCertificates().last(LAPTOP, "SHA256:a"));
    assertEquals(List.of(next), journal.hostCertificates().living(10));
    assertEquals(
        List.of(2L, 3L),
        journal.hostCertificates().newest().stream().map(HostCertificate::serial).toList());
  }

  @Test
  void shouldTellTheAuditOfEachHostCertificate() {
    host(LAPTOP, "SHA256:a", BEGIN.plusSeconds(60));
    host(LAPTOP, "SHA256:a", BEGIN.plusSeconds(60));

    assertEquals(
        "host-ca host-certificate-issued done: serial 1, key SHA256:a, principals laptop,"
            + " laptop.hq, until 2026-11-23T10:16:30Z",
        lastDeed());
    assertEquals(1, journal.audit().after(0, 100).size());
    assertTrue(journal.audit().verify(Optional.empty()).isWhole());
  }

  @Test
  void shouldNeverGiveANumberOfAHostTwice() {
    host(LAPTOP, "SHA256:a", BEGIN.plusSeconds(60));
    now = BEGIN.plusSeconds(61);

    journal.retention().purge(now);

    assertEquals(Optional.empty(), journal.hostCertificates().last(LAPTOP, "SHA256:a"));
    assertEquals(2, host(LAPTOP, "SHA256:a", BEGIN.plusSeconds(120)).serial());
  }

  @Test
  void shouldKeepNothingOfAHostCertificateThatCouldNotBeSigned() {
    assertThrows(
        IllegalStateException.class,
        () ->
            journal
                .hostCertificates()
                .lastOr(
                    LAPTOP,
                    "SHA256:a",
                    one -> true,
                    serial -> {
                      throw new IllegalStateException("no");
                    },
                    Deed.By.hub("host-ca")));

    assertEquals(List.of(), journal.hostCertificates().newest());
    assertEquals(1, host(LAPTOP, "SHA256:a", BEGIN.plusSeconds(60)).serial());
  }
}
