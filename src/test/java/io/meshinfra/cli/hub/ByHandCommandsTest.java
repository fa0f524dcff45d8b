package io.meshinfra.cli.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.cli.CommandRun;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code mesh rollback}, {@code mesh history --generations} and {@code mesh break-glass}. */
class ByHandCommandsTest {
  private static final String GENERATIONS =
      """
      {"generations":[
        {"number":8,"at":"2026-03-02T11:59:01Z","run":"20260302t115901-ab-1","bytes":3145728,
         "revision":"0123456789012345678901234567890123456789","cause":"applied",
         "changed":[{"how":"changed","what":"/etc/motd"},{"how":"changed","what":"service \\u001b[31mx"}]},
        {"number":7,"at":"2026-03-01T11:59:01Z","run":"20260301t115901-ab-1","cause":"rolled back to 5",
         "changed":[{"how":"made","what":"/etc/x"}]}]}
      """;
  private static final String PASSES =
      """
      {"passes":[{"node":"laptop","run":"20260302t120000-cd","outcome":"still drifting",
        "detail":"rolled back to generation 6; the node is left alone like that","done":true}]}
      """;
  private static final String RUN =
      """
      {"id":"20260302t120000-cd","steps":[{"number":1,"title":"generation:8",
        "output":"back\\t/etc/motd\\nleft\\tservice x\\tit is down on and was up on"}]}
      """;
  private static final String ROLLBACK = "POST /nodes/laptop/generations/rollback?wait=600s";
  private static final String OPEN =
      """
      {"open":{"reason":"disk full","by":"ada","since":"2026-03-02T12:00:00Z",
        "until":"2026-03-02T13:00:00Z"},"held":[]}
      """;
  private static final String HELD =
      """
      {"held":[{"resource":"file:/etc/motd","detail":"mode: 0600 -> 0644","reason":"disk full"}]}
      """;

  @TempDir Path folder;
  private FakeHub hub;

  @BeforeEach
  void start() throws Exception {
    hub = new FakeHub(folder);
    hub.answers("GET /nodes/laptop/generations", GENERATIONS)
        .answers(ROLLBACK, PASSES)
        .answers("GET /runs/20260302t120000-cd", RUN);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private boolean asked(String start, String part) {
    return hub.requests.stream().anyMatch(r -> r.startsWith(start) && r.contains(part));
  }

  @Test
  void shouldShowGenerations() {
    CommandRun run = hub.run("history", "laptop", "--generations");

    List<String> lines = run.out().lines().toList();
    assertEquals(5, lines.size(), run.out() + run.err());
    assertTrue(
        lines.get(1).matches("8 +2026-03-02T11:59:01Z +0123456789 +.* 2 +3 MiB +applied"),
        run.out());
    assertTrue(
        lines.get(2).matches("7 +2026-03-01T11:59:01Z +- +.* 1 +- +rolled back to 5"), run.out());
    assertEquals(
        "together 3 MiB on the node; those before 7 have gone, as mesh.generations says",
        lines.get(4));
  }

  @Test
  void shouldRollBackAndTellEachThing() {
    CommandRun run = hub.run("rollback", "laptop", "--reason", "no sound", "--yes");

    assertEquals(0, run.code(), run.err());
    assertTrue(run.err().startsWith("generation 8 of 2026-03-02T11:59:01Z"), run.err());
    assertTrue(run.err().contains("/etc/motd"), run.err());
    assertFalse(run.err().contains("\u001b"), run.err());
    assertFalse(run.err().contains("generation 7"), run.err());
    assertTrue(run.out().contains("rolled back to generation 6"), run.out());
    assertTrue(run.out().contains("service x"), run.out());
    assertTrue(asked(ROLLBACK, "no sound"));
  }

  @Test
  void shouldShowAllThatIsUndone() {
    String shown = hub.run("rollback", "laptop", "--to", "6", "--reason", "x", "--yes").err();

    assertTrue(shown.contains("generation 8") && shown.contains("generation 7"), shown);
    assertTrue(asked(ROLLBACK, "\"to\":6"));
  }

  @Test
  void shouldAskFirstAndDoNothingWithoutAnAnswer() {
    assertEquals(2, hub.run("rollback", "laptop", "--reason", "x").code());

    assertFalse(asked("POST", ""));
  }

  @Test
  void shouldOpenTheGlassWithAReasonAndAnEnd() {
    hub.answers("POST /nodes/laptop/break-glass", OPEN);

    CommandRun run = hub.run("break-glass", "laptop", "--reason", "disk full", "--ttl", "1h");

    assertEquals(0, run.code(), run.err());
    assertEquals(
        "laptop is left to ada until 2026-03-02T13:00:00Z: disk full; mesh break-glass laptop --end"
            + " ends that\n",
        run.out());
    assertEquals(2, hub.run("break-glass", "laptop", "--reason", "disk full").code());
  }

  @Test
  void shouldTellWhatWasChangedAtTheEnd() {
    hub.answers("POST /nodes/laptop/break-glass/end?wait=300s", PASSES)
        .answers("GET /nodes/laptop/break-glass", HELD);

    CommandRun run = hub.run("break-glass", "laptop", "--end");

    assertEquals(0, run.code(), run.err());
    assertTrue(
        run.out()
            .endsWith("file:/etc/motd was changed by hand (disk full)\n    mode: 0600 -> 0644\n"),
        run.out());
  }

  @Test
  void shouldRevertWhenAsked() {
    hub.answers("POST /nodes/laptop/break-glass/revert", HELD);

    assertEquals(0, hub.run("break-glass", "laptop", "--revert").code());
    assertEquals(2, hub.run("break-glass", "laptop", "--revert", "--end").code());
  }
}
