package io.meshinfra.converge.shell;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The scripts of a node alone, in every shell that a node may have. */
final class LoneRunner {
  private LoneRunner() {}

  /** The shells of this machine that a node may have as {@code sh}. */
  static Stream<List<String>> shells() {
    return Stream.of(
            List.of("sh"), List.of("dash"), List.of("bash", "--posix"), List.of("busybox", "sh"))
        .filter(LoneRunner::isThere);
  }

  static boolean isThere(List<String> shell) {
    return Stream.of("/bin", "/usr/bin")
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, shell.getFirst())));
  }

  /** Carries out a run without steps; what it said last. */
  static String lastEvent(List<String> shell, Path home, String id, String about) throws Exception {
    Path run = Files.createDirectories(home.resolve("runs").resolve(id));
    Files.writeString(run.resolve("about"), about);
    Files.writeString(run.resolve("plan"), "");
    Files.writeString(run.resolve("events"), "");
    Files.writeString(run.resolve("generation.sh"), "");
    Files.writeString(run.resolve("runner.sh"), script("runner.sh"));
    run(shell, run.resolve("runner.sh"), run);
    return Files.readAllLines(run.resolve("events")).getLast();
  }

  static String script(String name) throws IOException {
    try (InputStream in = RunScripts.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Runs a script with a folder as its argument to its end; what it said. */
  static String run(List<String> shell, Path script, Path folder) throws Exception {
    List<String> command = new ArrayList<>(shell);
    command.addAll(List.of(script.toString(), folder.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    return said;
  }
}
