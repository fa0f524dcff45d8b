package io.meshinfra.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.Revision;
import io.meshinfra.secret.Secrets;
import io.meshinfra.source.signature.CommitSignature;
import io.meshinfra.source.signature.Signers;
import io.meshinfra.support.SshSigner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real commits, signed by the real git and ssh-keygen. */
class CommitSignatureTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final String EARLIER = "!GIT_COMMITTER_DATE=2026-01-15T00:00:00Z git";

  @TempDir Path folder;
  private GitRepo repo;
  private GitSource source;
  private SshSigner ada;

  @BeforeEach
  void begin() {
    repo = GitRepo.in(folder.resolve("repo"));
    source =
        new GitSource(
            SourceSettings.of(repo.directory().toString(), "main", folder.resolve("hub")),
            Secrets.installed());
    ada = SshSigner.named("ada", folder);
  }

  @AfterEach
  void end() {
    source.close();
  }

  private Revision signed(SshSigner signer) {
    repo.git(signer.commit("--allow-empty", "-m", "Signed\n\nby " + signer.name()));
    return repo.head();
  }

  private CommitSignature judged(Revision commit, String signers) throws IOException {
    repo.git("update-ref", "refs/heads/main", commit.id());
    source.fetch(true);
    return source.commits().signature(commit, Signers.parse(signers, "signers"), NOW);
  }

  /** The same commit with other bytes. */
  private Revision rewritten(Revision commit, String text, String with) {
    String raw = repo.git("cat-file", "commit", commit.id());
    assertTrue(raw.contains(text), raw);
    byte[] other = raw.replace(text, with).getBytes(StandardCharsets.UTF_8);
    return new Revision(repo.git(other, "hash-object", "-t", "commit", "-w", "--stdin").strip());
  }

  @Test
  void shouldKnowWhoSigned() throws IOException {
    CommitSignature.Good good =
        assertInstanceOf(CommitSignature.Good.class, judged(signed(ada), ada.allowed()));

    assertEquals("ada@example.org", good.signer());
    assertTrue(good.key().matches("SHA256:[A-Za-z0-9+/]{43}"), good.key());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ecdsa", "rsa"})
  void shouldKnowKeysOfOtherTypes(String type) throws IOException {
    SshSigner other = SshSigner.of(type, "of-" + type, folder);

    assertInstanceOf(
        CommitSignature.Good.class, judged(signed(other), ada.allowed() + other.allowed()));
  }

  @Test
  void shouldMissASignature() throws IOException {
    assertEquals(new CommitSignature.Missing(), judged(repo.commit("a", "1\n"), ada.allowed()));
  }

  @Test
  void shouldNotTrustAKeyThatNobodyAllowed() throws IOException {
    SshSigner eve = SshSigner.named("eve", folder);

    CommitSignature.Foreign foreign =
        assertInstanceOf(CommitSignature.Foreign.class, judged(signed(eve), ada.allowed()));
    assertTrue(foreign.words().contains(foreign.key()), foreign.words());
  }

  @Test
  void shouldGoByTheClockOfTheHubAndNotByWhatTheCommitSays() throws IOException {
    Revision backdated = backdated();

    CommitSignature.OutOfTime late =
        assertInstanceOf(
            CommitSignature.OutOfTime.class,
            judged(backdated, ada.allowed("valid-before=20260201Z")));
    assertEquals("expired at 2026-02-01T00:00:00Z", late.why());
    assertInstanceOf(
        CommitSignature.OutOfTime.class, judged(backdated, ada.allowed("valid-after=20260401Z")));
    assertInstanceOf(
        CommitSignature.Good.class,
        judged(backdated, ada.allowed("valid-after=20260201Z,valid-before=20260401Z")));
  }

  /** Signed with a clock that was set back to when the key still counted. */
  private Revision backdated() {
    List<String> command = new ArrayList<>(List.of("-c", "alias.earlier=" + EARLIER, "earlier"));
    command.addAll(List.of(ada.commit("--allow-empty", "-m", "Backdated")));
    repo.git(command.toArray(String[]::new));
    assertTrue(repo.git("log", "-1", "--format=%cI").startsWith("2026-01-15"));
    return repo.head();
  }

  @Test
  void shouldSeeThatACommitWasChanged() throws IOException {
    Revision forged = rewritten(signed(ada), "by ada", "by eve");

    assertInstanceOf(CommitSignature.Broken.class, judged(forged, ada.allowed()));
  }

  @Test
  void shouldSeeThatASignatureIsOfAnotherCommit() throws IOException {
    repo.commit("a", "1\n");
    String one = repo.git("cat-file", "commit", signed(ada).id());
    Revision other = signed(ada);
    String two = repo.git("cat-file", "commit", other.id());
    Revision forged = rewritten(other, signature(two), signature(one));

    assertInstanceOf(CommitSignature.Broken.class, judged(forged, ada.allowed()));
  }

  private static String signature(String raw) {
    return raw.substring(raw.indexOf("gpgsig "), raw.indexOf("-----END"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gpgsig -----BEGIN SSH SIGNATURE-----\n U1NIU0lH\n ",
        "gpgsig -----BEGIN SSH SIGNATURE-----\n U1NIU0lHAAAAAf////8=\n ",
        "gpgsig -----BEGIN SSH SIGNATURE-----\n !!!\n ",
        "gpgsig nonsense ",
        "gpgsig -----BEGIN PGP SIGNATURE-----\n \n aGVsbG8=\n ",
      })
  void shouldTakeAnythingForASignatureAndTrustNone(String forged) throws IOException {
    Revision commit = signed(ada);
    String raw = repo.git("cat-file", "commit", commit.id());

    assertInstanceOf(
        CommitSignature.Broken.class,
        judged(rewritten(commit, signature(raw), forged), ada.allowed()));
  }

  @Test
  void shouldNotTakeASignatureThatWasMadeForSomethingElse() throws Exception {
    Revision commit = signed(ada);
    String raw = repo.git("cat-file", "commit", commit.id());
    String text =
        raw.substring(0, raw.indexOf("gpgsig "))
            + raw.substring(raw.indexOf("-----END SSH SIGNATURE-----") + 28);
    repo.write("text", text);
    new ProcessBuilder(
            "ssh-keygen", "-Y", "sign", "-q", "-n", "file", "-f", ada.key().toString(), "text")
        .directory(repo.directory().toFile())
        .start()
        .waitFor();
    String other =
        java.nio.file.Files.readString(repo.directory().resolve("text.sig")).replace("\n", "\n ");
    String header = "gpgsig " + other.substring(0, other.indexOf("-----END"));

    CommitSignature judged = judged(rewritten(commit, signature(raw), header), ada.allowed());
    assertTrue(
        assertInstanceOf(CommitSignature.Broken.class, judged).reason().contains("file"),
        judged.words());
  }

  @Test
  void shouldRefuseASignatureWithoutEnd() throws IOException {
    Revision commit = signed(ada);
    String raw = repo.git("cat-file", "commit", commit.id());
    String endless = signature(raw) + "AAAA\n ".repeat(20_000);

    assertEquals(
        new CommitSignature.Broken("it is too long"),
        judged(rewritten(commit, signature(raw), endless), ada.allowed()));
  }
}
