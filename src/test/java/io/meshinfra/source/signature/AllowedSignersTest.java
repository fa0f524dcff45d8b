package io.meshinfra.source.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.support.SshSigner;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedSignersTest {
  @TempDir static Path folder;
  private static SshSigner ada;

  @BeforeAll
  static void makeAKey() {
    ada = SshSigner.named("ada", folder);
  }

  private static String mistake(String text) {
    return assertThrows(IllegalArgumentException.class, () -> AllowedSigners.parse(text, "signers"))
        .getMessage();
  }

  private static AllowedSigner only(String line) {
    List<AllowedSigner> signers = AllowedSigners.parse(line, "signers");
    assertEquals(1, signers.size());
    return signers.getFirst();
  }

  @Test
  void shouldReadNamesAndKeysBetweenComments() {
    AllowedSigner signer = only("# people\n\n" + ada.allowed() + "  # nobody else\n");

    assertEquals("ada@example.org", signer.principals());
    assertTrue(signer.fingerprint().startsWith("SHA256:"), signer.fingerprint());
    assertEquals(Optional.empty(), signer.outOfTime(Instant.EPOCH));
  }

  @Test
  void shouldReadWhatTheManualShows() {
    AllowedSigner signer =
        only(
            "\"ada@example.org,*@hub\" namespaces=\"git,file\",valid-after=20260101Z,"
                + "valid-before=\"20260201120000Z\" "
                + ada.publicKey());

    assertEquals("ada@example.org,*@hub", signer.principals());
    assertEquals(Optional.of(Instant.parse("2026-01-01T00:00:00Z")), signer.from());
    assertEquals(Optional.of(Instant.parse("2026-02-01T12:00:00Z")), signer.until());
  }

  @Test
  void shouldLeaveOutWhoMaySignOtherThings() {
    assertEquals(List.of(), AllowedSigners.parse(ada.allowed("namespaces=\"file\""), "signers"));
  }

  @Test
  void shouldCountFromItsBeginToItsEnd() {
    AllowedSigner signer = only(ada.allowed("valid-after=20260101Z,valid-before=20260201Z"));

    assertTrue(signer.outOfTime(Instant.parse("2025-12-31T23:59:59Z")).isPresent());
    assertEquals(Optional.empty(), signer.outOfTime(Instant.parse("2026-01-01T00:00:00Z")));
    assertEquals(
        Optional.of("expired at 2026-02-01T00:00:00Z"),
        signer.outOfTime(Instant.parse("2026-02-01T00:00:00Z")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ecdsa", "rsa"})
  void shouldReadKeysOfOtherTypes(String type) {
    assertTrue(
        only(SshSigner.of(type, "of-" + type, folder).allowed())
            .fingerprint()
            .startsWith("SHA256:"));
  }

  @Test
  void shouldRefuseAWeakKey() {
    String weak = SshSigner.of("rsa", "weak", folder, "-b", "1024").allowed();

    assertEquals("signers:1 has a key that is too weak: RSA of 1024 bits", mistake(weak));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ada@example.org",
        "ada@example.org ssh-ed25519",
        "ada@example.org ssh-ed25519 bm90IGEga2V5",
        "ada@example.org ssh-nonsense AAAA",
        "ada@example.org valid-after=20260101Z",
        "ada@example.org \"open ssh-ed25519 AAAA",
      })
  void shouldNameTheLineThatCannotBeUnderstood(String line) {
    String mistake = mistake("# first\n" + line + "\n");

    assertTrue(mistake.startsWith("signers:2 "), mistake);
  }

  @Test
  void shouldMissTheNameBeforeAKey() {
    assertEquals(
        "signers:1 wants NAME, options if any, and a public key", mistake(ada.publicKey()));
  }

  @Test
  void shouldNotTakeAnOptionThatItDoesNotKeep() {
    assertTrue(mistake(ada.allowed("cert-authority")).contains("cert-authority"));
    assertTrue(mistake(ada.allowed("valid-before=tomorrow")).contains("YYYYMMDDZ"));
    assertTrue(mistake(ada.allowed("valid-before=20261301Z")).contains("YYYYMMDDZ"));
    assertTrue(mistake(ada.allowed("namespaces")).contains("without its value"));
    assertTrue(mistake(ada.allowed("valid-after=20260101Z;x")).contains("YYYYMMDDZ"));
  }
}
