package io.meshinfra.reconcile.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.desired.yaml.Position;
import io.meshinfra.identity.CertificateAuthority;
import io.meshinfra.identity.CertificateAuthority.Taken;
import io.meshinfra.identity.HostCertificateOrder;
import io.meshinfra.identity.UserKey;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.SecretRef;
import io.meshinfra.model.SshPublicKey;
import io.meshinfra.network.identity.HostIdentity;
import io.meshinfra.network.intent.HostCa;
import io.meshinfra.secret.Resolution;
import io.meshinfra.secret.Secret;
import io.meshinfra.secret.Secrets;
import io.meshinfra.support.MemoryJournal;
import io.meshinfra.support.MovingClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the hub says of who nodes are, and of what it says nothing. */
class HostCertificatesTest {
  private static final Instant BEGIN = Instant.parse("2026-11-23T10:15:30Z");
  private static final Duration LIFE = Duration.ofDays(30);
  private static final NodeName LAPTOP = new NodeName("laptop");

  @TempDir Path folder;
  private final List<String> events = new ArrayList<>();
  private Instant now = BEGIN;
  private MemoryJournal memory;
  private UserKey ca;
  private UserKey people;
  private SshPublicKey pinned;
  private HostsInForce inForce;

  @BeforeEach
  void begin() throws Exception {
    memory = new MemoryJournal(new MovingClock(() -> now));
    ca = UserKey.generate();
    people = UserKey.generate();
    pinned = UserKey.generate().publicKey();
    inForce = there(ca.publicKey(), "laptop", "laptop.hq", "10.0.0.2");
  }

  @AfterEach
  void end() {
    memory.close();
  }

  private HostsInForce there(SshPublicKey authority, String... principals) {
    TreeMap<NodeName, HostIdentity> hosts = new TreeMap<>();
    hosts.put(LAPTOP, new HostIdentity(LAPTOP, List.of(pinned), new TreeSet<>(Set.of(principals))));
    return new HostsInForce.There(
        new HostCa(new Position("i.yaml", 1, 1), authority, "hq", new TreeSet<>()), hosts);
  }

  private static Taken taken(UserKey key) {
    return CertificateAuthority.of(
        Secret.of(new String(key.privateText(), StandardCharsets.US_ASCII).strip()));
  }

  private HostCertificates certificates() {
    return new HostCertificates(
        () -> inForce,
        new HostCertificates.Keys(() -> taken(ca), () -> taken(people)),
        LIFE,
        memory.journal().hostCertificates(),
        (type, node, message) -> events.add(type + " " + node.orElseThrow()),
        new MovingClock(() -> now));
  }

  private SecretRef ref() {
    return new SecretRef("host-certificate", "laptop#" + pinned.fingerprint());
  }

  private String line() {
    Resolution resolution = certificates().resolve(ref());
    return assertInstanceOf(Resolution.Resolved.class, resolution, resolution.toString())
        .secret()
        .reveal();
  }

  private String refusal(SecretRef ref) {
    return assertInstanceOf(Resolution.Unresolvable.class, certificates().resolve(ref)).reason();
  }

  private String told(String line) throws Exception {
    Path file = Files.writeString(folder.resolve("c-cert.pub"), line);
    Process process =
        new ProcessBuilder("ssh-keygen", "-L", "-f", file.toString())
            .redirectErrorStream(true)
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void shouldSignWhoANodeIs() throws Exception {
    String told = told(line());

    assertTrue(told.contains("ssh-ed25519-cert-v01@openssh.com host certificate"), told);
    assertTrue(told.contains("Public key: ED25519-CERT " + pinned.fingerprint()), told);
    assertTrue(told.contains("Signing CA: ED25519 " + ca.publicKey().fingerprint()), told);
    assertTrue(told.contains("Key ID: \"laptop\""), told);
    assertTrue(told.contains("Serial: 1"), told);
    for (String name : List.of("10.0.0.2", "laptop", "laptop.hq")) {
      assertTrue(told.lines().anyMatch(text -> text.strip().equals(name)), told);
    }
    assertEquals(List.of("host-certificate-issued laptop"), events);
    assertEquals(Optional.of(BEGIN.plus(LIFE)), certificates().firstEnd());
  }

  /** It is compared at each look, and must not be another one each time. */
  @Test
  void shouldGiveTheSameUntilAThirdOfItsLifeIsLeft() {
    String first = line();
    now = BEGIN.plus(Duration.ofDays(20)).minusSeconds(1);
    assertEquals(first, line());
    now = BEGIN.plus(Duration.ofDays(20));

    String next = line();

    assertNotEquals(first, next);
    assertEquals(next, line());
    assertEquals(2, memory.journal().hostCertificates().living(10).size());
    assertEquals(
        Optional.of(now.plus(LIFE)), certificates().firstEnd(), "what it has, not what it had");
  }

  @Test
  void shouldSignAnewWhenNamesOrAuthorityAreOthers() {
    String first = line();
    inForce = there(ca.publicKey(), "laptop", "top.hq", "10.0.0.2");
    String renamed = line();
    assertNotEquals(first, renamed);

    ca = UserKey.generate();
    inForce = there(ca.publicKey(), "laptop", "top.hq", "10.0.0.2");
    assertNotEquals(renamed, line());
  }

  /** Whoever proposes a revision would else have a certificate for a key of his own. */
  @Test
  void shouldSignNothingThatTheRevisionInForceDoesNotPin() {
    SshPublicKey other = UserKey.generate().publicKey();

    assertTrue(
        refusal(new SecretRef("host-certificate", "laptop#" + other.fingerprint()))
            .contains("does not pin that key for laptop"));
    assertTrue(
        refusal(new SecretRef("host-certificate", "hub#" + pinned.fingerprint()))
            .contains("gives hub no host certificate"));
    inForce = new HostsInForce.Missing("no revision is in force");
    assertEquals("no revision is in force", refusal(ref()));
    assertEquals(List.of(), memory.journal().hostCertificates().newest());
  }

  @Test
  void shouldSignWithNoKeyThatOthersDoNotBelieve() {
    inForce = there(UserKey.generate().publicKey(), "laptop");

    assertTrue(refusal(ref()).contains("nobody would take a certificate"), refusal(ref()));
  }

  @Test
  void shouldRefuseTheKeyOfThePeople() {
    people = ca;

    assertTrue(refusal(ref()).contains("are the same key"), refusal(ref()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "laptop",
        "laptop#",
        "#SHA256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "$(id)#SHA256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "laptop#SHA256:short",
        "laptop#MD5:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      })
  void shouldTakeNoOtherNames(String path) {
    SecretRef ref = new SecretRef("host-certificate", path);

    assertTrue(refusal(ref).contains("names a node and the fingerprint"), refusal(ref));
    assertTrue(certificates().complaint(ref).isPresent());
  }

  /** A comma would end a name in the list of an ssh, and a star be all hosts. */
  @ParameterizedTest
  @ValueSource(strings = {"*", "a,b", "a b", "!a", "a\nb", "", "*.hq", "a'b", "a\"b", "$(id)", "?"})
  void shouldOrderNoCertificateForAPattern(String principal) {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new HostCertificateOrder(
                1, "x", pinned, new TreeSet<>(Set.of("a", principal)), BEGIN, BEGIN.plus(LIFE)));
  }

  @Test
  void shouldOrderNoCertificateForAnyHostOrForever() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new HostCertificateOrder(1, "x", pinned, new TreeSet<>(), BEGIN, BEGIN.plus(LIFE)));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new HostCertificateOrder(
                1,
                "x",
                pinned,
                new TreeSet<>(Set.of("a")),
                BEGIN,
                BEGIN.plus(Duration.ofDays(91))));
  }

  @Test
  void shouldKnowTheNameWithoutAHubAndNothingMore() {
    Secrets secrets = OnTheHub.and(Secrets.installed());

    assertFalse(secrets.complaint(ref()).isPresent());
    assertEquals(
        new Resolution.Unresolvable(
            "host certificates are signed by the hub, and this is not the hub"),
        secrets.resolve(ref()));
    assertFalse(secrets.complaint(SecretRef.parse("hello:laptop")).isPresent());
  }
}
