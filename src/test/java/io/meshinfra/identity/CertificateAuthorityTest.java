package io.meshinfra.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.identity.CertificateOrder.Validity;
import io.meshinfra.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateAuthorityTest {
  private static final Instant FROM = Instant.parse("2026-11-27T11:59:00Z");

  @TempDir Path folder;

  private static CertificateAuthority authority(UserKey key) {
    Secret secret = Secret.of(new String(key.privateText(), StandardCharsets.US_ASCII).strip());
    return assertInstanceOf(CertificateAuthority.Taken.Ready.class, CertificateAuthority.of(secret))
        .authority();
  }

  private static CertificateOrder order(UserKey key, String... sources) {
    return new CertificateOrder(
        7,
        "person:ann",
        key.publicKey(),
        new TreeSet<>(Set.of("reader", "developer")),
        new Validity(FROM, FROM.plusSeconds(3600)),
        new TreeSet<>(Set.of("permit-pty")),
        List.of(sources));
  }

  private String inspected(String certificate) throws Exception {
    Assumptions.assumeTrue(Files.exists(Path.of("/usr/bin/ssh-keygen")), "OpenSSH is needed");
    Path file = Files.writeString(folder.resolve("id-cert.pub"), certificate + "\n");
    ProcessBuilder builder = new ProcessBuilder("/usr/bin/ssh-keygen", "-L", "-f", file.toString());
    builder.environment().put("TZ", "UTC");
    Process process = builder.redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** ssh-keygen checks the signature before it tells anything. */
  @Test
  void shouldSignWhatOpenSshReads() throws Exception {
    UserKey ca = UserKey.generate();
    UserKey key = UserKey.generate();

    String told = inspected(authority(ca).sign(order(key, "192.0.2.0/24", "198.51.100.7")));

    assertTrue(told.contains("Type: ssh-ed25519-cert-v01@openssh.com user certificate"), told);
    assertTrue(told.contains("ED25519-CERT " + key.publicKey().fingerprint()), told);
    assertTrue(told.contains("Signing CA: ED25519 " + ca.publicKey().fingerprint()), told);
    assertTrue(told.contains("Key ID: \"person:ann\""), told);
    assertTrue(told.contains("Serial: 7"), told);
    assertTrue(told.contains("from 2026-11-27T11:59:00 to 2026-11-27T12:59:00"), told);
    assertTrue(told.contains("developer\n                reader"), told);
    assertTrue(told.contains("source-address 192.0.2.0/24,198.51.100.7"), told);
    assertTrue(told.contains("permit-pty"), told);
    assertFalse(told.contains("permit-port-forwarding"), told);
  }

  @Test
  void shouldPermitNothingThatWasNotOrdered() throws Exception {
    UserKey key = UserKey.generate();
    CertificateOrder bare = order(key);
    CertificateOrder order =
        new CertificateOrder(
            8, "x", bare.key(), bare.principals(), bare.validity(), new TreeSet<>(), List.of());

    String told = inspected(authority(UserKey.generate()).sign(order));

    assertTrue(told.contains("Critical Options: (none)"), told);
    assertTrue(told.contains("Extensions: (none)"), told);
  }

  @Test
  void shouldMakeKeysThatOpenSshReads() throws Exception {
    UserKey key = UserKey.generate();

    assertEquals(key.publicKey(), authority(key).publicKey(), "the library reads it");
    Path file = Files.write(folder.resolve("id"), key.privateText());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Assumptions.assumeTrue(Files.exists(Path.of("/usr/bin/ssh-keygen")), "OpenSSH is needed");
    Process process =
        new ProcessBuilder("/usr/bin/ssh-keygen", "-y", "-P", "", "-f", file.toString()).start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(key.publicKey().line() + " mesh login", told.strip());
    assertFalse(key.toString().contains("PRIVATE"), key.toString());
  }

  @Test
  void shouldNotBeOrderedForMoreThanADay() {
    assertThrows(
        IllegalArgumentException.class, () -> new Validity(FROM, FROM.plusSeconds(86_401)));
    assertThrows(IllegalArgumentException.class, () -> new Validity(FROM, FROM));
    assertEquals(FROM, new Validity(FROM, FROM.plusSeconds(86_400)).from());
  }

  @Test
  void shouldNotBeOrderedWithoutPrincipalsOrNumber() {
    CertificateOrder good = order(UserKey.generate());
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new CertificateOrder(
                7,
                "x",
                good.key(),
                new TreeSet<>(),
                good.validity(),
                good.extensions(),
                List.of()));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new CertificateOrder(
                0,
                "x",
                good.key(),
                good.principals(),
                good.validity(),
                good.extensions(),
                List.of()));
  }

  /** What is there in its place may be a secret too. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense-that-is-secret",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINuDrlNdoOLeRhIUD7vQnchIUEa7Fq4bxyfgwTLldw2E",
        "-----BEGIN OPENSSH PRIVATE KEY-----\nnonsense-that-is-secret\n-----END OPENSSH PRIVATE KEY-----"
      })
  void shouldRefuseWhatIsNoPrivateKeyAndNotRepeatIt(String text) {
    CertificateAuthority.Taken taken = CertificateAuthority.of(Secret.of(text));

    String reason = assertInstanceOf(CertificateAuthority.Taken.Unusable.class, taken).reason();
    assertFalse(reason.contains("nonsense"), reason);
    assertFalse(reason.isBlank());
  }
}
