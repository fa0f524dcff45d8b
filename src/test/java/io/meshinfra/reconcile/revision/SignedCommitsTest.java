package io.meshinfra.reconcile.revision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.Revision;
import io.meshinfra.reconcile.settings.HubSettings.Verify;
import io.meshinfra.secret.Secrets;
import io.meshinfra.source.GitSource;
import io.meshinfra.source.SourceSettings;
import io.meshinfra.support.FleetRepository;
import io.meshinfra.support.SshSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.util.FS;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignedCommitsTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-03-01T10:00:00Z"), ZoneOffset.UTC);
  private static final String IN_REPOSITORY = "infra/policy/allowed_signers";

  @TempDir Path folder;
  private FleetRepository repository;
  private GitSource source;
  private Path file;
  private SshSigner ada;
  private SshSigner eve;
  private int counter;

  /** In the background JGit measures with files of its own; not in a folder that a test removes. */
  @BeforeAll
  static void measureFileSystem() {
    FS.FileStoreAttributes.get(Path.of(System.getProperty("java.io.tmpdir")));
  }

  @BeforeEach
  void begin() throws IOException {
    repository = new FleetRepository(folder);
    source =
        new GitSource(
            SourceSettings.of(repository.bare().toString(), "main", folder.resolve("home")),
            Secrets.installed());
    ada = SshSigner.named("ada", folder);
    eve = SshSigner.named("eve", folder);
    file = folder.resolve("allowed_signers");
    allow(ada.allowed());
  }

  @AfterEach
  void end() {
    source.close();
  }

  private void allow(String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }

  private SignedCommits asking(Verify verify) {
    return asking(verify, List.of(file), List.of());
  }

  private SignedCommits asking(Verify verify, List<Path> files, List<String> paths) {
    return new SignedCommits(new SignedCommits.Settings(verify, files, paths), source, CLOCK);
  }

  private Revision commit(SshSigner signer) {
    return commit(signer, "file-" + ++counter, "text");
  }

  private Revision commit(SshSigner signer, String path, String text) {
    repository.write(path, text);
    repository.git("add", "-A");
    repository.git(signer.commit("-m", "Write " + path));
    return pushed();
  }

  private Revision unsigned() {
    repository.write("file-" + ++counter, "text");
    return new Revision(repository.push("Write file-" + counter));
  }

  private Revision pushed() {
    repository.git("push", "-q", "-f", "origin", "HEAD:main");
    return new Revision(repository.git("rev-parse", "HEAD").strip());
  }

  private Revision accepted(Revision revision) throws IOException {
    source.fetch();
    source.accept(revision);
    return revision;
  }

  private Optional<String> refusal(SignedCommits check, Revision head) {
    source.fetch(true);
    return check.refusal(head);
  }

  private String refused(SignedCommits check, Revision head) {
    return refusal(check, head).orElseThrow();
  }

  @Test
  void shouldAskForNothingUnlessItIsTold() {
    assertEquals(Optional.empty(), refusal(asking(Verify.NONE, List.of(), List.of()), unsigned()));
  }

  @Test
  void shouldLetInWhatIsSignedByWhoMay() throws IOException {
    accepted(commit(ada));

    assertEquals(Optional.empty(), refusal(asking(Verify.EVERY), commit(ada)));
  }

  @Test
  void shouldNameCommitKeyAndTheWayOn() throws IOException {
    Revision before = accepted(commit(ada));
    Revision by = commit(eve);

    String why = refused(asking(Verify.EVERY), by);

    assertTrue(why.startsWith("1 of 1 commit not signed by who may:\n"), why);
    assertTrue(
        why.contains("commit %s \"Write file-%d\"".formatted(by.abbreviated(), counter)), why);
    assertTrue(why.contains("signed by SHA256:"), why);
    assertTrue(why.contains("git rebase --exec"), why);
    assertTrue(why.contains(before.abbreviated()), why);
    assertTrue(why.contains(file + " on the hub"), why);
  }

  @Test
  void shouldSeeAnUnsignedCommitBelowASignedHead() throws IOException {
    accepted(commit(ada));
    Revision below = unsigned();
    Revision head = commit(ada);

    assertTrue(refused(asking(Verify.EVERY), head).contains(below.abbreviated()));
    assertEquals(Optional.empty(), refusal(asking(Verify.HEAD), head));
  }

  @Test
  void shouldAskForASignatureOfTheHead() throws IOException {
    accepted(commit(ada));
    commit(ada);

    assertTrue(refused(asking(Verify.HEAD), unsigned()).contains("not signed"));
  }

  @Test
  void shouldNotAskForWhatWasAcceptedBefore() throws IOException {
    unsigned();
    Revision inForce = accepted(unsigned());
    SignedCommits check = asking(Verify.EVERY);

    assertEquals(Optional.empty(), refusal(check, inForce));
    assertEquals(Optional.empty(), refusal(check, commit(ada)));
  }

  @Test
  void shouldHaveTheHeadVouchForTheFirstRevisionOfAll() {
    unsigned();

    assertEquals(Optional.empty(), refusal(asking(Verify.EVERY), commit(ada)));
    assertTrue(refusal(asking(Verify.EVERY), unsigned()).isPresent());
  }

  @Test
  void shouldAskForASignatureOfMergesAndOfWhatTheyBring() throws IOException {
    accepted(commit(ada));
    repository.git("checkout", "-qb", "side");
    Revision side = commit(eve);
    repository.git("checkout", "-q", "main");
    commit(ada);
    repository.git(
        "-c",
        "user.name=forge",
        "-c",
        "user.email=f@x",
        "merge",
        "-q",
        "--no-ff",
        "-m",
        "M",
        "side");
    Revision merge = pushed();

    String why = refused(asking(Verify.EVERY), merge);

    assertTrue(why.startsWith("2 of 3 commits"), why);
    assertTrue(why.contains(merge.abbreviated()), why);
    assertTrue(why.contains(side.abbreviated()), why);
  }

  @Test
  void shouldJudgeByTheSignersInForceAndNotByThoseOfTheRevision() throws IOException {
    SignedCommits check = asking(Verify.EVERY, List.of(file), List.of(IN_REPOSITORY));
    accepted(commit(ada));
    commit(ada, IN_REPOSITORY, eve.allowed());
    Revision bringsItsOwn = commit(eve);
    assertTrue(refused(check, bringsItsOwn).contains(bringsItsOwn.abbreviated()));

    repository.git("reset", "-q", "--hard", "HEAD~1");
    accepted(pushed());

    assertEquals(Optional.empty(), refusal(check, commit(eve)));
    assertEquals(Optional.empty(), refusal(check, commit(ada)));
  }

  @Test
  void shouldNotLetInWhatWouldLockEverybodyOut() throws IOException {
    SignedCommits check = asking(Verify.EVERY, List.of(), List.of(IN_REPOSITORY));
    accepted(commit(ada, IN_REPOSITORY, ada.allowed()));
    repository.git("rm", "-q", IN_REPOSITORY);
    repository.git(ada.commit("-m", "Remove"));
    assertTrue(refused(check, pushed()).contains("nobody could sign"));

    String damaged = refused(check, commit(ada, IN_REPOSITORY, "nonsense"));

    assertTrue(damaged.contains("nobody could sign what comes after it"), damaged);
    assertTrue(damaged.contains(IN_REPOSITORY), damaged);
  }

  @Test
  void shouldLetNobodyInWhenOnlyTheRepositoryNamesSignersAndNothingIsInForce() {
    SignedCommits check = asking(Verify.EVERY, List.of(), List.of(IN_REPOSITORY));

    assertTrue(refused(check, commit(ada, IN_REPOSITORY, ada.allowed())).contains("not allowed"));
  }

  @Test
  void shouldReadTheFileOfTheHubAnew() throws IOException {
    SignedCommits check = asking(Verify.EVERY);
    accepted(commit(ada));
    Revision head = commit(eve);
    assertTrue(refusal(check, head).isPresent());

    allow(ada.allowed() + eve.allowed());
    assertEquals(Optional.empty(), refusal(check, head));

    allow("damaged");
    assertTrue(refused(check, head).contains("who may sign cannot be told"));
  }

  @Test
  void shouldNotStartWithoutAnybodyWhoMaySign() throws IOException {
    assertTrue(
        assertThrows(IllegalStateException.class, () -> asking(Verify.HEAD, List.of(), List.of()))
            .getMessage()
            .contains("mesh.source.signers"));
    allow("");
    assertTrue(
        assertThrows(IllegalStateException.class, () -> asking(Verify.HEAD))
            .getMessage()
            .contains("names nobody"));
    Files.delete(file);
    assertTrue(
        assertThrows(IllegalStateException.class, () -> asking(Verify.EVERY))
            .getMessage()
            .contains(file + " does not exist"));
  }

  @Test
  void shouldJudgeAPullRequestByWhoMaySignNow() throws IOException {
    Revision base = accepted(commit(ada));
    commit(ada);
    Revision head = commit(eve);
    source.fetch(true);

    SignatureReport report = asking(Verify.EVERY).between(base, head);

    assertFalse(report.passes());
    assertEquals("1 of 2 commits not signed by who may", report.headline());
    assertEquals(1, report.reasons().lines().count());
    assertTrue(asking(Verify.NONE, List.of(), List.of()).between(base, head).isEmpty());
    assertTrue(asking(Verify.EVERY).between(base, base).passes());
  }

  @Test
  void shouldTellOnlySoManyCommits() throws IOException {
    Revision base = accepted(commit(ada));
    for (int i = 0; i < 12; i++) {
      repository.git(
          "-c",
          "user.name=t",
          "-c",
          "user.email=t",
          "commit",
          "-q",
          "--allow-empty",
          "-m",
          "Empty");
    }
    Revision head = pushed();
    source.fetch(true);

    String reasons = asking(Verify.EVERY).between(base, head).reasons();

    assertEquals(11, reasons.lines().count());
    assertTrue(reasons.endsWith("and 2 more\n"), reasons);
  }

  @Test
  void shouldSayBothReasons() {
    RevisionCheck one = head -> Optional.of("one");
    RevisionCheck fine = head -> Optional.empty();
    Revision any = new Revision("1".repeat(40));

    assertEquals(Optional.of("one\ntwo"), one.and(head -> Optional.of("two")).refusal(any));
    assertEquals(Optional.of("one"), one.and(fine).refusal(any));
    assertEquals(Optional.of("one"), fine.and(one).refusal(any));
    assertEquals(Optional.empty(), fine.and(fine).refusal(any));
  }
}
