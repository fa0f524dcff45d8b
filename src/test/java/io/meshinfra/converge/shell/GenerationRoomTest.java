package io.meshinfra.converge.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How much room the generations of a node take together, in every shell that it may have. */
@Timeout(60)
class GenerationRoomTest {
  private static final String SHELLS = "io.meshinfra.converge.shell.LoneRunner#shells";

  @TempDir Path home;

  @ParameterizedTest
  @MethodSource(SHELLS)
  void shouldForgetTheOldestFirst(List<String> shell) throws Exception {
    generation("a", 1, 1, 100);
    generation("b", 2, 1, 1500);
    generation("c", 3, 1, 1000);
    generation("d", 4, 1, 900);

    close(shell, "d", 4, "mebibytes 2\n");

    assertEquals(List.of("c", "d"), left());
  }

  @ParameterizedTest
  @MethodSource(SHELLS)
  void shouldForgetAllPartsOfOneTogether(List<String> shell) throws Exception {
    generation("a", 1, 1, 10);
    generation("b", 2, 1, 1200);
    generation("c", 2, 2, 10);
    generation("d", 3, 1, 1000);

    close(shell, "d", 3, "mebibytes 2\n");

    assertEquals(List.of("d"), left());
  }

  @ParameterizedTest
  @MethodSource(SHELLS)
  void shouldAlwaysKeepTheLastOneWithAllItsParts(List<String> shell) throws Exception {
    generation("a", 1, 1, 10);
    generation("b", 2, 1, 3000);
    generation("c", 2, 2, 10);

    close(shell, "c", 2, "mebibytes 1\n");

    assertEquals(List.of("b", "c"), left());
  }

  /** What it kept is what the node would be put back from. */
  @ParameterizedTest
  @MethodSource(SHELLS)
  void shouldKeepWhatAGuardMayStillPutBack(List<String> shell) throws Exception {
    guard(generation("a", 1, 1, 900), "");
    guard(generation("b", 2, 1, 900), "confirmed\n");
    generation("c", 3, 1, 2000);

    close(shell, "c", 3, "mebibytes 2\n");

    assertEquals(List.of("a", "c"), left());
  }

  /** As of a roll-back on the node, or of what an older hub left there. */
  @ParameterizedTest
  @MethodSource(SHELLS)
  void shouldForgetNothingWhenNobodySaysHowMuch(List<String> shell) throws Exception {
    generation("a", 1, 1, 900);
    generation("b", 2, 1, 900);

    close(shell, "b", 2, "");
    close(shell, "b", 2, "mebibytes \n");

    assertEquals(List.of("a", "b"), left());
  }

  private Path generation(String id, int number, int part, int kibibytes) throws IOException {
    Path run = Files.createDirectories(home.resolve("runs").resolve(id));
    Files.writeString(
        run.resolve("generation"),
        "%d %d %d\n".formatted(number, Instant.now().getEpochSecond(), part));
    Files.write(run.resolve("was"), new byte[kibibytes * 1024]);
    return run;
  }

  private static void guard(Path run, String verdict) throws IOException {
    Files.createDirectories(run.resolve("guard"));
    Files.writeString(run.resolve("guard/deadline"), "1\n");
    if (!verdict.isEmpty()) {
      Files.writeString(run.resolve("guard/verdict"), verdict);
    }
  }

  private void close(List<String> shell, String id, int last, String about) throws Exception {
    Path run = home.resolve("runs").resolve(id);
    Files.createDirectories(run.resolve("kept"));
    Files.writeString(home.resolve("generation"), last + " " + id + "\n");
    Files.writeString(run.resolve("about"), "run " + id + "\nkeep 20\nage 1000000\n" + about);
    Files.writeString(run.resolve("lib"), "");
    Files.writeString(run.resolve("rollback.sh"), "");
    Files.writeString(run.resolve("generation.sh"), LoneRunner.script("generation.sh"));
    assertEquals("", LoneRunner.run(shell, run.resolve("generation.sh"), run));
  }

  private List<String> left() throws IOException {
    try (Stream<Path> runs = Files.list(home.resolve("runs"))) {
      return runs.map(run -> run.getFileName().toString()).sorted().toList();
    }
  }
}
