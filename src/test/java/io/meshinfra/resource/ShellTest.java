package io.meshinfra.resource;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshinfra.desired.Binding;
import io.meshinfra.desired.SpecBinder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
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
        .map(name ->
            DynamicTest.dynamicTest(
                name,
                () -> {
                  Path base = Files.createDirectories(temp.resolve(name));
                  var shell = NodeShell.find(name, base.resolve("cwd"));
                  assumeTrue(shell.isPresent(), name + " is not installed");
                  body.run(shell.get(), Files.createDirectories(base.resolve("node")));
                }));
  }

  /** The spec as a manifest would give it; JSON is YAML. */
  public static <S> S spec(Class<S> type, Map<String, ?> fields) throws Exception {
    return switch (SpecBinder.bind(type, new ObjectMapper().writeValueAsString(fields))) {
      case Binding.Bound<S> bound -> bound.spec();
      case Binding.Faulty<S> faulty ->
          throw new IllegalArgumentException(faulty.findings().toString());
    };
  }

  protected static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  /** Fails with a message that a person can use. */
  protected static void assertRefused(String why, NodeShell.Ran ran) {
    assertNotEquals(0, ran.exitCode(), ran.output());
    assertTrue(ran.output().contains(why), ran.output());
  }

  protected static void assumeRoot() {
    assumeTrue("root".equals(System.getProperty("user.name")), "needs root");
  }
}
