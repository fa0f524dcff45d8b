package io.meshinfra.cli.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.cli.CommandRun;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code mesh get rollouts} and {@code mesh rollout}. */
class RolloutCommandsTest {
  private static final String ONE =
      """
      {"name":"web","revision":"0123456789012345678901234567890123456789",
       "begunAt":"2026-03-02T12:00:00.5Z","phase":"stopped","message":"1 node failed \\u001b[31m",
       "wave":1,"waves":["canary","rest"],"done":0,"failed":1,"size":2,"nodes":[
         {"node":"a","wave":1,"standing":"failed","reason":"disk full",
          "since":"2026-03-02T12:01:00Z"},
         {"node":"b","wave":2,"standing":"pending","reason":"rollout web is stopped",
          "since":"2026-03-02T12:00:00Z"}]}
      """;
  private static final String ALL =
      """
      {"rollouts":[%s],"semaphores":[{"name":"network","node":"a","run":"20260302t120000-ab-1",
        "since":"2026-03-02T12:00:00Z"}]}
      """
          .formatted(ONE);

  @TempDir Path folder;
  private FakeHub hub;

  @BeforeEach
  void start() throws Exception {
    hub = new FakeHub(folder);
    hub.answers("GET /rollouts", ALL)
        .answers("GET /rollouts/web", ONE)
        .answers("POST /rollouts/web/pause", ONE)
        .answers("POST /rollouts/web/resume", ONE)
        .answers("POST /rollouts/web/abort", ONE);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  @Test
  void shouldListRolloutsAndSemaphores() {
    CommandRun run = hub.run("get", "rollouts");

    assertEquals(0, run.code(), run.err());
    assertTrue(
        run.out()
            .lines()
            .anyMatch(line -> line.matches("web +stopped +0123456789 +1/2 canary +0/2 +1 .*")),
        run.out());
    assertTrue(
        run.out().lines().anyMatch(line -> line.matches("network +a +2026-03-02T12:00:00Z +.*")),
        run.out());
    assertFalse(run.out().contains("\033"), run.out());
  }

  @Test
  void shouldShowOneWithItsNodes() {
    for (CommandRun run :
        new CommandRun[] {hub.run("rollout", "show", "web"), hub.run("get", "rollouts", "web")}) {
      assertEquals(0, run.code(), run.err());
      assertTrue(
          run.out().startsWith("web at 0123456789: stopped, wave 1/2 canary: 1 node"), run.out());
      assertTrue(
          run.out().lines().anyMatch(line -> line.matches("a +1 canary +failed +.* disk full")),
          run.out());
      assertTrue(
          run.out()
              .lines()
              .anyMatch(line -> line.matches("b +2 rest +pending +.* rollout web is.*")),
          run.out());
      assertFalse(run.out().contains("\033"), run.out());
    }
  }

  @Test
  void shouldSayWhoAsksAndWhy() {
    assertEquals(0, hub.run("rollout", "pause", "web", "--reason", "lunch").code());
    assertEquals(0, hub.run("rollout", "resume", "web").code());
    assertEquals(0, hub.run("rollout", "abort", "web", "--reason", "wrong").code());

    assertTrue(
        hub.requests.stream()
            .anyMatch(r -> r.startsWith("POST /rollouts/web/pause") && r.contains("\"lunch\"")),
        hub.requests::toString);
    assertTrue(
        hub.requests.stream()
            .anyMatch(r -> r.startsWith("POST /rollouts/web/resume") && r.contains("\"by\"")),
        hub.requests::toString);
  }

  @Test
  void shouldNotHoldAnythingWithoutAReason() {
    assertEquals(2, hub.run("rollout", "pause", "web").code());
    assertEquals(2, hub.run("rollout", "abort", "web", "--reason", " ").code());
    assertEquals(2, hub.run("rollout").code());
    assertTrue(hub.requests.isEmpty(), hub.requests::toString);
  }
}
