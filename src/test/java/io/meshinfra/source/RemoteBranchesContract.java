package io.meshinfra.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.Revision;
import io.meshinfra.secret.Secrets;
import io.meshinfra.support.MovingClock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Branches of a real repository, over whatever transport. */
abstract class RemoteBranchesContract {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  @TempDir Path folder;
  GitRepo repo;
  Revision first;
  RemoteBranches branches;

  abstract SourceSettings settings(Path repository) throws Exception;

  @BeforeEach
  final void makeRepository() throws Exception {
    repo = GitRepo.in(folder.resolve("repo"));
    first = repo.commit("README", "hello");
    branches = open("one");
  }

  final RemoteBranches open(String name) throws Exception {
    return new RemoteBranches(
        settings(repo.directory()),
        folder.resolve("hub").resolve(name),
        new Secrets(List.of()),
        new MovingClock(() -> NOW));
  }

  @AfterEach
  final void closeBranches() {
    branches.close();
  }

  private static <T> T done(BranchResult<T> result) {
    return switch (result) {
      case BranchResult.Done<T> done -> done.value();
      case BranchResult.Failed<T> failed -> throw new AssertionError(failed.reason());
      case BranchResult.Denied<T> denied -> throw new AssertionError(denied.reason());
    };
  }

  private Revision branch(String name, String path, String text) {
    repo.git("checkout", "-q", "-b", name, "main");
    Revision head = repo.commit(path, text);
    repo.git("checkout", "-q", "main");
    return head;
  }

  static BranchEdit edit(String branch, String path, String text) {
    return new BranchEdit(branch, Optional.empty(), Map.of(path, Optional.of(text)), "Write it");
  }

  private String show(String branch, String path) {
    return repo.git("show", branch + ":" + path);
  }

  @Test
  void shouldListAllBranchesButTheFollowedOne() {
    Revision topic = branch("topic/x", "a", "1");
    repo.git("branch", "same");
    List<RemoteBranch> all = done(branches.list());
    assertEquals(
        List.of("same", "topic/x"), all.stream().map(RemoteBranch::name).sorted().toList());
    RemoteBranch ahead = all.stream().filter(RemoteBranch::ahead).findFirst().orElseThrow();
    assertEquals("topic/x", ahead.name());
    assertEquals(topic, ahead.newest().revision());
    assertEquals("Write a", ahead.newest().subject());
  }

  @Test
  void shouldSeeWhatCameAndWhatWent() {
    branch("topic", "a", "1");
    assertEquals(1, done(branches.list()).size());
    repo.git("branch", "-q", "-D", "topic");
    branch("other", "b", "1");
    assertEquals(List.of("other"), done(branches.list()).stream().map(RemoteBranch::name).toList());
    repo.git("checkout", "-q", "-B", "other", "main");
    Revision forced = repo.commit("c", "1");
    assertEquals(forced, done(branches.list()).getFirst().newest().revision());
  }

  @Test
  void shouldTellTheCommitThatBroughtABranchIn() {
    Revision topic = branch("topic", "a", "1");
    assertEquals(Optional.empty(), done(branches.broughtIn(topic)));
    repo.commit("b", "1");
    repo.git("merge", "-q", "--no-ff", "-m", "Merge topic", "topic");
    Revision merge = repo.head();
    repo.commit("c", "1");
    assertEquals(Optional.of(merge), done(branches.broughtIn(topic)));
    assertEquals(Optional.of(first), done(branches.broughtIn(first)));
    assertEquals(Optional.empty(), done(branches.broughtIn(new Revision("a".repeat(40)))));
  }

  @Test
  void shouldWriteABranchThatIsNotThereYet() {
    Revision written = done(branches.write(edit("mesh/reports", "topic/plan.md", "# Plan\n")));
    assertEquals("# Plan\n", show("mesh/reports", "topic/plan.md"));
    assertEquals(written.id(), repo.git("rev-parse", "mesh/reports").strip());
    assertEquals(
        "mesh-infra <mesh-infra@localhost> 2026-11-23T12:00:00Z Write it",
        repo.git(
                "log",
                "-1",
                "--date=format:%Y-%m-%dT%H:%M:%SZ",
                "--pretty=%an <%ae> %ad %s",
                "mesh/reports")
            .strip());
    assertEquals("1", repo.git("rev-list", "--count", "mesh/reports").strip());
  }

  @Test
  void shouldKeepWhatElseIsThere() {
    done(branches.write(edit("mesh/reports", "a/plan.md", "one")));
    done(branches.write(edit("mesh/reports", "b/plan.md", "two")));
    done(
        branches.write(
            new BranchEdit(
                "mesh/reports",
                Optional.empty(),
                Map.of("a/plan.md", Optional.empty(), "b/status.json", Optional.of("{}")),
                "More")));
    assertEquals(
        "b/plan.md\nb/status.json\n", repo.git("ls-tree", "-r", "--name-only", "mesh/reports"));
  }

  @Test
  void shouldNotCommitWhatIsSoAlready() {
    Revision once = done(branches.write(edit("mesh/reports", "a", "one")));
    assertEquals(once, done(branches.write(edit("mesh/reports", "a", "one"))));
  }

  @Test
  void shouldBeginABranchAnew() {
    done(branches.write(edit("mesh/drift/laptop", "old", "x")));
    Revision fresh =
        done(
            branches.write(
                new BranchEdit(
                    "mesh/drift/laptop",
                    Optional.of(first),
                    Map.of("README", Optional.of("adopted")),
                    "Adopt")));
    assertEquals(first.id(), repo.git("rev-parse", fresh.id() + "~1").strip());
    assertEquals("adopted", show("mesh/drift/laptop", "README"));
    assertEquals("README\n", repo.git("ls-tree", "-r", "--name-only", "mesh/drift/laptop"));
  }

  @Test
  void shouldReadTheTextsOfAFolder() {
    done(
        branches.write(
            new BranchEdit(
                "mesh/reports",
                Optional.empty(),
                Map.of(
                    "x/plan.md", Optional.of("ü"),
                    "x/status.json", Optional.of("{}"),
                    "x/deep/no.md", Optional.of("no"),
                    "xy/other.md", Optional.of("no"),
                    "z", Optional.of("no")),
                "All")));
    assertEquals(
        Map.of("plan.md", "ü", "status.json", "{}"), done(branches.read("mesh/reports", "x")));
    assertEquals(Map.of(), done(branches.read("mesh/reports", "nothing")));
    assertEquals(Map.of(), done(branches.read("mesh/reports", "z")));
    assertEquals(Map.of(), done(branches.read("nothing", "x")));
  }

  @Test
  void shouldDeleteABranch() {
    done(branches.write(edit("mesh/drift/laptop", "a", "x")));
    assertTrue(done(branches.delete("mesh/drift/laptop")));
    assertFalse(done(branches.delete("mesh/drift/laptop")));
    assertEquals("", repo.git("branch", "--list", "mesh/drift/laptop"));
  }

  /** Two hubs on one repository. */
  @Test
  void shouldLoseNothingInARace() throws Exception {
    try (RemoteBranches other = open("two");
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var writes =
          IntStream.range(0, 6)
              .mapToObj(i ->
                  threads.submit(() ->
                      (i % 2 == 0 ? branches : other)
                          .write(edit("mesh/reports", i + "/plan.md", "plan " + i))))
              .toList();
      for (var write : writes) {
        done(write.get());
      }
    }
    assertEquals("6", repo.git("rev-list", "--count", "mesh/reports").strip());
    for (int i = 0; i < 6; i++) {
      assertEquals("plan " + i, show("mesh/reports", i + "/plan.md"));
    }
  }

  @Test
  void shouldRefuseWhatIsNoBranch() {
    for (String odd : List.of("a..b", "-x\u0001", "x.lock", "a b", "")) {
      assertInstanceOf(BranchResult.Failed.class, branches.write(edit(odd, "a", "x")), odd);
    }
  }

  @Test
  void shouldRefuseAPathThatLeadsOut() {
    for (String odd : List.of("../x", "/x", "a/../../x", ".git/config")) {
      assertInstanceOf(BranchResult.Failed.class, branches.write(edit("mesh/x", odd, "x")), odd);
    }
  }
}
