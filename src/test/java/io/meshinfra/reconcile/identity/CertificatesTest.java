package io.meshinfra.reconcile.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.identity.CertificateAuthority;
import io.meshinfra.identity.UserKey;
import io.meshinfra.journal.AuditRow;
import io.meshinfra.journal.IssuedCertificate;
import io.meshinfra.model.SecretRef;
import io.meshinfra.network.identity.Authorities;
import io.meshinfra.reconcile.agent.AgentRefusal;
import io.meshinfra.reconcile.identity.Certificates.Answer;
import io.meshinfra.reconcile.identity.Certificates.Known;
import io.meshinfra.reconcile.identity.Certificates.Terms;
import io.meshinfra.reconcile.identity.LoginDesk.Asked;
import io.meshinfra.secret.Secret;
import io.meshinfra.secret.Secrets;
import io.meshinfra.session.AgentName;
import io.meshinfra.session.AgentToken;
import io.meshinfra.session.AgentToken.Scope;
import io.meshinfra.session.Contracts;
import io.meshinfra.session.SessionContract;
import io.meshinfra.session.SessionId;
import io.meshinfra.support.MemoryJournal;
import io.meshinfra.support.MovingClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who gets a certificate from the hub, and what is written down of it. */
class CertificatesTest {
  private static final Instant NOW = Contracts.BEGIN.plusSeconds(3600);
  private static final Terms TERMS = new Terms(Duration.ofHours(24), Duration.ofMinutes(1));

  private final List<String> events = new ArrayList<>();
  private final MovingClock clock = new MovingClock(() -> NOW);
  private MemoryJournal memory;
  private UserKey ca;
  private UserKey key;
  private Known known;
  private SessionContract contract = Contracts.of("include: [docs/**]", "principals: [reader]");

  @BeforeEach
  void begin() throws Exception {
    memory = new MemoryJournal(clock);
    ca = UserKey.generate();
    key = UserKey.generate();
    known = new Known.There(Authorities.ca(ca.publicKey().line(), ""));
  }

  @AfterEach
  void end() {
    memory.close();
  }

  private LoginDesk desk() {
    Secret secret = Secret.of(new String(ca.privateText(), StandardCharsets.US_ASCII).strip());
    Certificates certificates =
        new Certificates(
            () -> known,
            () -> CertificateAuthority.of(secret),
            TERMS,
            memory.journal().certificates(),
            (type, node, message) -> events.add(type + " " + message),
            clock);
    return new LoginDesk(certificates, new Askers(this::living));
  }

  private SessionContract living(SessionId id) {
    if (!id.equals(contract.id())) {
      throw new AgentRefusal.NotAllowed("there is no contract of session " + id);
    }
    return contract;
  }

  private Asked asked(String... principals) {
    return new Asked(key.publicKey(), List.of(principals), Optional.empty(), List.of());
  }

  private static AgentToken token(String name, Scope scope, Optional<SessionId> session) {
    return new AgentToken(
        "4f2a9c01",
        new AgentName(name),
        session,
        scope,
        new TreeSet<>(),
        NOW,
        NOW.plusSeconds(7200));
  }

  private String reason(Optional<AgentToken> token, Asked asked) {
    return switch (desk().issue(token, "root", asked)) {
      case Answer.Issued issued -> throw new AssertionError(issued.certificate().toString());
      case Answer.NotAllowed(String why) -> why;
      case Answer.NotPossible(String why) -> "not possible: " + why;
    };
  }

  private IssuedCertificate issued(Optional<AgentToken> token, String name) {
    Answer answer = desk().issue(token, name, asked());
    return assertInstanceOf(Answer.Issued.class, answer, answer.toString()).certificate();
  }

  private String lastDeed() {
    AuditRow row = memory.journal().audit().after(0, 100).getLast();
    return "%s %s %s %s: %s"
        .formatted(row.kind(), row.name(), row.deed(), row.outcome(), row.detail());
  }

  @Test
  void shouldNameTheOperatorAsThatPersonSays() {
    IssuedCertificate certificate = issued(Optional.empty(), "root @home\n$(id)");

    assertTrue(
        certificate.keyId().matches("operator:root_@home[A-Za-z0-9._@-]+"), certificate.keyId());
    assertEquals(Set.of("admin", "developer"), certificate.principals());
  }

  @Test
  void shouldTakeAPersonByItsToken() {
    AgentToken ann = token("ann", Scope.LOGIN, Optional.empty());

    IssuedCertificate certificate = issued(Optional.of(ann), "somebody else");

    assertEquals("person:ann", certificate.keyId());
    assertEquals(Set.of("developer"), certificate.principals());
    assertEquals(ann.expiresAt(), certificate.until(), "it ends with the token");
    assertTrue(
        lastDeed().startsWith("person person ann (token 4f2a9c01) certificate-issued done:"));
    assertEquals(1, events.size(), events.toString());
  }

  @Test
  void shouldHoldAnAgentToItsContract() {
    AgentToken claude = token("claude", Scope.READ, Optional.of(Contracts.ID));

    IssuedCertificate certificate = issued(Optional.of(claude), "root");
    assertEquals("agent:claude:" + Contracts.ID, certificate.keyId());
    assertEquals(Set.of("reader"), certificate.principals());
    assertEquals(
        "the contract does not name the principal developer",
        reason(Optional.of(claude), asked("developer")));

    contract = Contracts.of("include: [docs/**]");
    assertTrue(reason(Optional.of(claude), asked()).contains("which names none"));
  }

  @Test
  void shouldRefuseAnAgentWithoutAContractThatCounts() {
    assertTrue(
        reason(Optional.of(token("claude", Scope.READ, Optional.empty())), asked())
            .contains("for a session"));
    AgentToken other =
        token("claude", Scope.READ, Optional.of(new SessionId("20261123-claude-00000000")));
    assertTrue(reason(Optional.of(other), asked()).contains("there is no contract"));
    AgentToken stranger = token("gpt", Scope.READ, Optional.of(Contracts.ID));
    assertEquals("the contract is one of agent claude", reason(Optional.of(stranger), asked()));
  }

  @Test
  void shouldWriteDownEachRefusal() {
    AgentToken ann = token("ann", Scope.LOGIN, Optional.empty());

    reason(Optional.of(ann), asked("admin"));

    assertEquals(
        "person person ann (token 4f2a9c01) certificate-refused refused: person:ann: the principal"
            + " admin is not for person:ann",
        lastDeed());
    reason(Optional.of(token("claude", Scope.READ, Optional.empty())), asked());
    assertTrue(lastDeed().contains("agent:claude: an agent gets a certificate for"), lastDeed());
    assertEquals(List.of(), desk().living(), "no number was given away");
  }

  @Test
  void shouldNotSignWithAKeyThatNodesDoNotBelieve() {
    known = new Known.There(Authorities.ca(Authorities.CA, ""));

    String reason = reason(Optional.empty(), asked());

    assertTrue(reason.startsWith("not possible: nodes believe ssh-ed25519 SHA256:"), reason);
  }

  @Test
  void shouldSayWhatIsMissing() {
    known = new Known.Missing("the network intent has no ssh_ca");
    assertEquals(
        "not possible: the network intent has no ssh_ca", reason(Optional.empty(), asked()));
    assertTrue(lastDeed().contains("certificate-refused"), lastDeed());
  }

  @Test
  void shouldRevokeByNumberAndByKeyId() {
    issued(Optional.empty(), "root");
    AgentToken ann = token("ann", Scope.LOGIN, Optional.empty());
    issued(Optional.of(ann), "");
    issued(Optional.of(ann), "");

    assertEquals(List.of(1L), serials(desk().revoke("1", "ada", "lost")));
    assertEquals(List.of(2L, 3L), serials(desk().revoke("person:ann", "ada", "left")));
    assertEquals(List.of(), serials(desk().revoke("77", "ada", "?")));
    assertEquals(List.of(), serials(desk().revoke("person:bob", "ada", "left")));
    assertTrue(desk().living().stream().allMatch(one -> one.revoked().isPresent()));
    assertEquals(3, events.stream().filter(line -> line.startsWith("certificate-revoked")).count());
  }

  private static List<Long> serials(List<IssuedCertificate> certificates) {
    return certificates.stream().map(IssuedCertificate::serial).toList();
  }

  @Test
  void shouldNotBeSetToMoreThanADay() {
    assertThrows(IllegalStateException.class, () -> new Terms(Duration.ofHours(25), Duration.ZERO));
    assertThrows(
        IllegalStateException.class, () -> new Terms(Duration.ofHours(1), Duration.ofHours(1)));
    assertEquals(Duration.ofHours(24), TERMS.longest());
  }

  @Test
  void shouldLookTheKeyUpOnlyWhereItIsNamed() {
    AuthorityKey none = new AuthorityKey("mesh.ca.key", Optional.empty(), Secrets.installed());
    assertTrue(unusable(none).contains("mesh.ca.key names no key"));
    Path missing = Path.of("/nonexistent/ca");
    AuthorityKey lost =
        new AuthorityKey(
            "mesh.ca.key", Optional.of(SecretRef.parse("file:" + missing)), Secrets.installed());
    assertTrue(unusable(lost).startsWith("the key of the authority, mesh.ca.key:"));
    assertFalse(unusable(lost).contains("PRIVATE"));
  }

  private static String unusable(AuthorityKey key) {
    return assertInstanceOf(CertificateAuthority.Taken.Unusable.class, key.get()).reason();
  }
}
