package io.meshinfra.converge.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.converge.RunListener;
import io.meshinfra.model.FencingToken;
import io.meshinfra.model.RunId;
import io.meshinfra.model.ShellScript;
import io.meshinfra.support.ScratchNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A node takes nothing from a hub that another one has replaced. */
@Timeout(60)
class FenceTest {
  @TempDir Path home;
  @TempDir Path place;
  private Path log;
  private Path fence;
  private int sent;

  @BeforeEach
  void setUp() {
    log = place.resolve("log");
    fence = home.resolve("fence");
  }

  /** A run that writes the token into the log, if the node takes it. */
  private RunEnd from(Optional<FencingToken> token) {
    String word = token.map(FencingToken::toString).orElse("nobody");
    ShellScript script = ShellScript.of("echo {} >>{}", word, log);
    return new ShellRuns(
            new ScratchNode(home),
            Clock.systemUTC(),
            Duration.ofSeconds(20),
            Duration.ofSeconds(30))
        .fencedBy(() -> token)
        .start(
            ScratchNode.target(),
            new RunId("20260102t030405-fence-" + ++sent),
            Steps.ABOUT,
            List.of(Steps.shell(1, script)),
            RunListener.NONE);
  }

  private RunEnd from(long token) {
    return from(Optional.of(new FencingToken(token)));
  }

  private List<String> done() throws IOException {
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }

  @Test
  void shouldRememberTheLargestToken() throws IOException {
    from(7);
    from(7);
    from(12);

    assertEquals("12\n", Files.readString(fence));
    assertEquals(List.of("7", "7", "12"), done());
  }

  @Test
  void shouldTakeNothingFromAReplacedHub() throws IOException {
    from(12);

    RunEnd late = from(7);

    String reason = assertInstanceOf(RunEnd.NotStarted.class, late).reason();
    assertTrue(reason.contains("fencing token 12"), reason);
    assertTrue(reason.contains("mesh lease raise --above 12"), reason);
    assertEquals(List.of("12"), done());
    assertEquals("12\n", Files.readString(fence));
  }

  /** Ten is more than nine, though not as text. */
  @Test
  void shouldCompareNumbers() throws IOException {
    from(9);
    from(10);

    assertInstanceOf(RunEnd.NotStarted.class, from(9));
    assertEquals(List.of("9", "10"), done());
  }

  @Test
  void shouldBindTheLargestTokenInEveryShell() throws IOException {
    from(FencingToken.LARGEST);

    assertInstanceOf(RunEnd.NotStarted.class, from(FencingToken.LARGEST - 1));
  }

  /** A person at a laptop without a hub comes on purpose. */
  @Test
  void shouldTakeWhatComesFromNoHub() throws IOException {
    from(12);

    from(Optional.empty());

    assertEquals(List.of("12", "nobody"), done());
    assertEquals("12\n", Files.readString(fence));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "-5", "12 13", "7; true", "99999999999999999999999", "0x1"})
  void shouldTakeNothingWhenItCannotTellWhatWasSeen(String broken) throws IOException {
    Files.writeString(fence, broken);

    RunEnd end = from(5);

    assertInstanceOf(RunEnd.NotStarted.class, end);
    assertEquals(List.of(), done());
  }

  @Test
  void shouldTakeNothingWhenItCannotKeepTheToken() throws IOException {
    Files.createDirectories(fence.resolveSibling("fence.new").resolve("in-the-way"));

    String reason = assertInstanceOf(RunEnd.NotStarted.class, from(5)).reason();

    assertTrue(reason.contains("cannot be read or written"), reason);
    assertEquals(List.of(), done());
    assertFalse(Files.exists(fence));
  }

  @ParameterizedTest
  @MethodSource("io.meshinfra.converge.shell.LoneRunner#shells")
  void shouldJudgeAlikeInEveryShell(List<String> shell) throws Exception {
    List<String> ends = new ArrayList<>();
    for (String token : List.of("3", "3", "2", "4", "3", "1000000000000000", "999999999999999")) {
      ends.add(runner(shell, token));
    }

    assertEquals(
        List.of(
            "finished ok",
            "finished ok",
            "finished fenced 3",
            "finished ok",
            "finished fenced 4",
            "finished ok",
            "finished fenced 1000000000000000"),
        ends);
  }

  @ParameterizedTest
  @CsvSource({"dash", "bash", "busybox"})
  void shouldRefuseABrokenFileInEveryShell(String name) throws Exception {
    List<String> shell = name.equals("busybox") ? List.of(name, "sh") : List.of(name);
    Assumptions.assumeTrue(LoneRunner.isThere(shell), name + " is not here");
    Files.writeString(fence, "99999999999999999999999\n");

    assertTrue(runner(shell, "5").startsWith("finished fenced"));
  }

  private String runner(List<String> shell, String token) throws Exception {
    return LoneRunner.lastEvent(shell, home, "run-" + ++sent, "run x\nfence " + token + "\n");
  }
}
