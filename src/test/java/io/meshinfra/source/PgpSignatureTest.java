package io.meshinfra.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meshinfra.model.Revision;
import io.meshinfra.secret.Secrets;
import io.meshinfra.source.signature.CommitSignature;
import io.meshinfra.source.signature.CommitSignature.Broken;
import io.meshinfra.source.signature.CommitSignature.Foreign;
import io.meshinfra.source.signature.CommitSignature.Good;
import io.meshinfra.source.signature.CommitSignature.OutOfTime;
import io.meshinfra.source.signature.Signers;
import io.meshinfra.support.GpgSigner;
import io.meshinfra.support.SshSigner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real commits, signed by the real git and gpg. */
class PgpSignatureTest {
  private static final String ADA = "ada@example.org";
  private static final String EVE = "eve@example.org";

  @TempDir static Path shared;
  private static GpgSigner people;

  @TempDir Path folder;
  private GitRepo repo;
  private GitSource source;

  @BeforeAll
  static void makeKeys() {
    assumeTrue(GpgSigner.possible(), "needs gpg");
    people = new GpgSigner(shared);
    people.make(ADA, "ed25519", "never");
    people.make(EVE, "rsa2048", "1y");
  }

  @AfterAll
  static void endAgent() {
    if (people != null) {
      people.close();
    }
  }

  @BeforeEach
  void begin() {
    repo = GitRepo.in(folder.resolve("repo"));
    source =
        new GitSource(
            SourceSettings.of(repo.directory().toString(), "main", folder.resolve("hub")),
            Secrets.installed());
  }

  @AfterEach
  void end() {
    source.close();
  }

  private Revision signed(String name) {
    repo.git(people.commit(name, "--allow-empty", "-m", "Signed\n\nby " + name));
    return repo.head();
  }

  private CommitSignature judged(Revision commit, String signers) throws IOException {
    return judged(commit, signers, Instant.now());
  }

  private CommitSignature judged(Revision commit, String signers, Instant now) throws IOException {
    repo.git("update-ref", "refs/heads/main", commit.id());
    source.fetch(true);
    return source.commits().signature(commit, Signers.parse(signers, "signers"), now);
  }

  @Test
  void shouldKnowWhoSigned() throws IOException {
    Good good = assertInstanceOf(Good.class, judged(signed(ADA), people.key(ADA)));

    assertEquals(ADA, good.signer());
    assertTrue(good.key().matches("[0-9A-F]{40}"), good.key());
  }

  @Test
  void shouldReadSeveralKeysInOneBlockAndInSeveral() throws IOException {
    String one = people.gpg("--armor", "--export", ADA, EVE);
    String two = "# Ada\n" + people.key(ADA) + "# Eve\n" + people.key(EVE);

    assertInstanceOf(Good.class, judged(signed(EVE), one));
    assertInstanceOf(Good.class, judged(signed(EVE), two));
    assertInstanceOf(Good.class, judged(signed(ADA), two));
  }

  @Test
  void shouldNotTrustAKeyThatNobodyAllowedThoughItIsInAKeyring() throws IOException {
    assertInstanceOf(Foreign.class, judged(signed(EVE), people.key(ADA)));
  }

  @Test
  void shouldNotTakeOneKindForTheOther() throws IOException {
    String ssh = SshSigner.named("ada", folder).allowed();

    assertInstanceOf(Foreign.class, judged(signed(ADA), ssh));
  }

  @Test
  void shouldGoByTheClockOfTheHub() throws IOException {
    Revision commit = signed(EVE);

    assertInstanceOf(Good.class, judged(commit, people.key(EVE)));
    assertInstanceOf(
        OutOfTime.class, judged(commit, people.key(EVE), Instant.now().plus(Duration.ofDays(400))));
  }

  @Test
  void shouldNotTakeAKeyThatWasRevoked() throws IOException {
    String name = "bob@example.org";
    people.make(name, "ed25519", "never");
    Revision commit = signed(name);
    assertInstanceOf(Good.class, judged(commit, people.key(name)));
    String fingerprint =
        people
            .gpg("--with-colons", "--list-keys", name)
            .lines()
            .filter(line -> line.startsWith("fpr:"))
            .map(line -> line.split(":")[9])
            .findFirst()
            .orElseThrow();
    Path revocation = shared.resolve("gnupg/openpgp-revocs.d/" + fingerprint + ".rev");
    String usable = java.nio.file.Files.readString(revocation).replace(":-----", "-----");
    people.gpg("--import", java.nio.file.Files.writeString(folder.resolve("rev"), usable) + "");

    assertInstanceOf(OutOfTime.class, judged(commit, people.key(name)));
  }

  @Test
  void shouldSeeThatACommitWasChanged() throws IOException {
    String raw = repo.git("cat-file", "commit", signed(ADA).id());
    byte[] other = raw.replace("by ada", "by eve").getBytes(StandardCharsets.UTF_8);
    Revision forged =
        new Revision(repo.git(other, "hash-object", "-t", "commit", "-w", "--stdin").strip());

    assertEquals(new Broken("it does not fit the commit"), judged(forged, people.key(ADA)));
  }

  @Test
  void shouldRefuseKeysThatCannotBeRead() {
    String key = people.key(ADA);
    String cut = key.substring(0, key.length() / 2);
    String damaged = key.replaceFirst("\n\n[^\n]{10}", "\n\nAAAAAAAAAA");

    for (String text : new String[] {cut, damaged}) {
      assertTrue(
          assertThrows(IllegalArgumentException.class, () -> Signers.parse(text, "keys.asc"))
              .getMessage()
              .startsWith("keys.asc has a GPG key"),
          text);
    }
  }

  @Test
  void shouldRefuseASecretKey() {
    String secret = people.gpg("--armor", "--export-secret-keys", ADA);

    assertTrue(
        assertThrows(
                IllegalArgumentException.class,
                () -> Signers.parse(people.key(ADA) + secret, "keys.asc"))
            .getMessage()
            .contains("no public key"));
  }
}
