package io.meshinfra.resource;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.io.TempDir;

/** Runs one test in every shell that a node may have. */
public abstract class ShellTest {
  /** File names that a careless script would execute, split, expand or take for an option. */
  protected static final List<String> HOSTILE =
      List.of(
          "plain",
          "with space",
          "quo'te",
          "dou\"ble",
          "$(touch pwned)",
          "`touch pwned`",
          "; touch pwned;",
          "'; touch pwned; '",
          "back\\slash",
          "back\\\\two",
          "ends\\",
          "-dash",
          "--",
          "*",
          "?[a-z]",
          "a&b|c>d<e",
          "%s%n%d",
          "#c",
          "~",
          "${HOME}",
          " lead",
          "trail ",
          "a=b",
          "üñí\u4e2d\u6587",
          "{}",
          "!x");

  @TempDir protected Path temp;

  /** What a test does with a shell and an empty folder. */
  protected interface Body {
    void run(NodeShell shell, Path folder) throws Exception;
  }

  protected Stream<DynamicTest> inEveryShell(Body body) {
    return NodeShell.NAMES.stream()
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () -> {
                      Path base = Files.createDirectories(temp.resolve(name));
                      var shell = NodeShell.find(name, base.resolve("cwd"));
                      assumeTrue(shell.isPresent(), name + " is not installed");
                      body.run(shell.get(), Files.createDirectories(base.resolve("node")));
                    }));
  }

  protected static AbsolutePath path(Path path) {
    return new AbsolutePath(path.toString());
  }

  protected static void assumeRoot() {
    assumeTrue("root".equals(System.getProperty("user.name")), "needs root");
  }
}
