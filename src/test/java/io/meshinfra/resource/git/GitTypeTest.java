package io.meshinfra.resource.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meshinfra.resource.ShellTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class GitTypeTest extends ShellTest {
  private final GitType type = new GitType();

  @BeforeEach
  void needsGit() {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/git")), "git is not installed");
  }

  @TestFactory
  Stream<DynamicTest> shouldFollowARefAndThrowLocalChangesAway() {
    return inEveryShell((shell, folder) -> {
      Path origin = origin(folder.resolve("origin '$(touch pwned)"));
      Path path = folder.resolve("a b/check'out; touch pwned");
      GitSpec spec = git(path, origin, Map.of("ref", "main", "follow", true));

      assertEquals("create", shell.word(type, spec));
      shell.converge(type, spec);
      assertEquals("1", Files.readString(path.resolve("file")));

      Files.writeString(path.resolve("file"), "mine");
      Files.writeString(path.resolve("untracked"), "kept");
      assertEquals("update [clean]", shell.word(type, spec));
      shell.converge(type, spec);
      assertEquals("1", Files.readString(path.resolve("file")));
      assertEquals("kept", Files.readString(path.resolve("untracked")));

      commit(origin, "2");
      assertEquals("update [ref]", shell.word(type, spec));
      shell.converge(type, spec);
      assertEquals("2", Files.readString(path.resolve("file")));
    });
  }

  @TestFactory
  Stream<DynamicTest> shouldHoldATagACommitAndWhatWasFetchedLast() {
    return inEveryShell((shell, folder) -> {
      Path origin = origin(folder.resolve("origin"));
      String first = run(origin, "git", "rev-parse", "HEAD");
      run(origin, "git", "tag", "-a", "-m", "x", "v1");
      commit(origin, "2");
      Path path = folder.resolve("checkout");

      shell.converge(type, git(path, origin, Map.of("ref", "main")));
      commit(origin, "3");
      assertEquals("none", shell.word(type, git(path, origin, Map.of("ref", "main"))));

      GitSpec tag = git(path, origin, Map.of("ref", "v1"));
      assertEquals("update [ref]", shell.word(type, tag));
      shell.converge(type, tag);
      assertEquals(
          "none", shell.word(type, git(path, origin, Map.of("ref", "v1", "follow", true))));
      assertEquals("none", shell.word(type, git(path, origin, Map.of("ref", first))));
      assertRefused(
          "no branch or tag nowhere",
          shell.tryConverge(type, git(path, origin, Map.of("ref", "nowhere"))));
    });
  }

  @TestFactory
  Stream<DynamicTest> shouldMoveToAnotherOrigin() {
    return inEveryShell((shell, folder) -> {
      Path path = folder.resolve("checkout");
      shell.converge(type, git(path, origin(folder.resolve("one")), Map.of("ref", "main")));
      GitSpec other = git(path, origin(folder.resolve("two")), Map.of("ref", "main"));

      assertEquals("update [origin]", shell.word(type, other));
      shell.converge(type, other);
    });
  }

  @TestFactory
  Stream<DynamicTest> shouldLeaveAFolderWithOtherThingsAlone() {
    return inEveryShell((shell, folder) -> {
      Path origin = origin(folder.resolve("origin"));
      Path path = Files.createDirectories(folder.resolve("full"));
      Files.writeString(path.resolve("precious"), "x");

      assertRefused(
          "is no checkout", shell.tryConverge(type, git(path, origin, Map.of("ref", "main"))));

      assertTrue(Files.exists(path.resolve("precious")));
      assertFalse(Files.exists(path.resolve(".git")));
    });
  }

  @TestFactory
  Stream<DynamicTest> shouldNeverRunGitInACheckoutOfSomebodyElse() {
    return inEveryShell((shell, folder) -> {
      assumeRoot();
      Path origin = origin(folder.resolve("origin"));
      Path path = folder.resolve("checkout");
      GitSpec spec = git(path, origin, Map.of("ref", "main"));
      shell.converge(type, spec);
      run(path, "git", "config", "core.fsmonitor", "touch " + folder.resolve("pwned"));
      run(path, "chown", "-R", "daemon", path.toString());

      assertTrue(shell.word(type, spec).contains("owner"));
      assertRefused("belongs to another user", shell.tryConverge(type, spec));

      assertFalse(Files.exists(folder.resolve("pwned")));
    });
  }

  @TestFactory
  Stream<DynamicTest> shouldCloneAsTheOwner() {
    return inEveryShell((shell, folder) -> {
      assumeRoot();
      for (Path open = folder; !open.equals(temp.getParent()); open = open.getParent()) {
        run(open, "chmod", "0755", open.toString());
      }
      Path origin = origin(folder.resolve("origin"));
      run(origin, "chown", "-R", "daemon", origin.toString());
      Path path = folder.resolve("checkout");

      shell.converge(type, git(path, origin, Map.of("ref", "main", "owner", "daemon")));

      assertEquals("daemon", Files.getOwner(path.resolve("file")).getName());
    });
  }

  @TestFactory
  Stream<DynamicTest> shouldNotGuessWhenTheOriginIsAway() {
    return inEveryShell((shell, folder) -> {
      Path origin = origin(folder.resolve("origin"));
      Path path = folder.resolve("checkout");
      GitSpec spec = git(path, origin, Map.of("ref", "main", "follow", true));
      shell.converge(type, spec);
      Files.move(origin, folder.resolve("away"));

      assertTrue(shell.word(type, spec).startsWith("unverifiable"));
      assertEquals("none", shell.word(type, git(path, origin, Map.of("ref", "main"))));
    });
  }

  private static GitSpec git(Path path, Path origin, Map<String, ?> more) throws Exception {
    Map<String, Object> fields = new java.util.TreeMap<>(more);
    fields.put("path", path.toString());
    fields.put("repo", origin.toString());
    return spec(GitSpec.class, fields);
  }

  private static Path origin(Path path) throws Exception {
    Files.createDirectories(path);
    run(path, "git", "init", "-q", "-b", "main");
    commit(path, "1");
    return path;
  }

  private static void commit(Path origin, String text) throws Exception {
    Files.writeString(origin.resolve("file"), text);
    run(origin, "git", "add", "file");
    run(
        origin,
        "git",
        "-c",
        "user.name=t",
        "-c",
        "user.email=t@example.org",
        "commit",
        "-qm",
        text);
  }

  private static String run(Path folder, String... command) throws Exception {
    List<String> words = new ArrayList<>(List.of(command));
    if (words.getFirst().equals("git")) {
      words.addAll(
          1,
          List.of(
              "-c",
              "tag.gpgSign=false",
              "-c",
              "commit.gpgSign=false",
              "-c",
              "user.name=t",
              "-c",
              "user.email=t@example.org"));
    }
    Process process =
        new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output.strip();
  }
}
