package io.meshinfra.cli.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.cli.CommandRun;
import io.meshinfra.cli.hub.FakeHub;
import io.meshinfra.cli.text.Tree;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** mesh drift revert against a hub that answers as the real one. */
class RevertCommandTest {
  private static final String LOOK = "POST /nodes/laptop/revert/preview";
  private static final String REVERT = "POST /nodes/laptop/revert?wait=600s";
  private static final String HASH = "5d682e477e1af736";
  private static final String SHOWN =
      """
      {"node":"laptop","revision":"0123456789012345678901234567890123456789","probed":true,
       "away":false,"reason":"","hash":"5d682e477e1af736","resources":["file:/etc/motd"],
       "left":["package:tmux","shell:\\u001bx"],
       "planText":"laptop at 0123456789: 1 step, 0 waiting, plan 5d682e477e1af736\\n\
        1. ~ file:/etc/motd (corrective)\\n       mode: 0600 -> 0644\\n"}
      """;

  @TempDir Path folder;
  private FakeHub hub;

  @BeforeEach
  void start() throws Exception {
    hub = new FakeHub(folder);
    hub.answers(LOOK, SHOWN);
    ends("converged", "");
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private void ends(String outcome, String detail) {
    hub.answers(
        REVERT,
        "{\"passes\":[{\"node\":\"laptop\",\"outcome\":\"%s\",\"detail\":\"%s\",\"done\":true}]}"
            .formatted(outcome, detail));
  }

  private CommandRun revert(String... more) {
    return hub.run(words(more));
  }

  private static String[] words(String... more) {
    String[] words = new String[5 + more.length];
    String[] first = {"drift", "revert", "laptop", "--reason", "a test"};
    System.arraycopy(first, 0, words, 0, 5);
    System.arraycopy(more, 0, words, 5, more.length);
    return words;
  }

  private boolean wasAsked() {
    return hub.requests.stream().anyMatch(request -> request.startsWith(REVERT));
  }

  @Test
  void shouldShowAndPutBackExactlyThat() {
    CommandRun run = revert("--yes");

    assertEquals(0, run.code(), run.err());
    run.assertOutIs("revert.txt");
    String request = hub.requests.getLast();
    assertTrue(request.contains("\"plan\":\"" + HASH + "\""), request);
    assertTrue(request.contains("\"reason\":\"a test\""), request);
    assertTrue(request.contains("\"by\":"), request);
  }

  @Test
  void shouldAskWhomItCanAsk() {
    CommandRun yes = hub.setting().onTerminal(80, "y\n").run(words("--color", "never"));

    assertEquals(0, yes.code(), yes.err());
    assertTrue(yes.err().contains("Put it back? [y/N] "), yes.err());
    assertTrue(yes.out().endsWith("laptop: converged\n"), yes.out());
  }

  @Test
  void shouldDoNothingWithoutTheWordOfAPerson() {
    CommandRun silent = revert();
    CommandRun refused = hub.setting().onTerminal(80, "\n").run(words());

    assertEquals(1, silent.code());
    assertTrue(silent.out().contains("~ file:/etc/motd"), silent.out());
    assertTrue(silent.err().contains("Nothing was put back; --yes puts it back."), silent.err());
    assertEquals(1, refused.code());
    assertTrue(refused.err().contains("Nothing was put back."), refused.err());
    assertFalse(wasAsked(), hub.requests.toString());
  }

  @Test
  void shouldUseNoOtherPlanThanTheOneThatWasLookedAt() {
    assertEquals(0, revert("--yes", "--plan", HASH).code());
    hub.requests.clear();

    CommandRun other = revert("--yes", "--plan", "0123456789abcdef");

    assertEquals(2, other.code());
    assertTrue(other.err().contains("would get plan " + HASH + " now, not 0123"), other.err());
    assertFalse(wasAsked(), hub.requests.toString());
  }

  @Test
  void shouldSayWhenThereIsNothingToPutBack() {
    hub.answers(LOOK, "{\"node\":\"laptop\",\"probed\":true,\"resources\":[],\"left\":[]}");

    CommandRun run = revert("--yes");

    assertEquals("laptop: nothing was changed by hand that could be put back\n", run.out());
    assertEquals(0, run.code());
    assertFalse(wasAsked(), hub.requests.toString());
  }

  @ParameterizedTest
  @CsvSource({"true, laptop is away: no route", "false, laptop is not seen: no route"})
  void shouldTellANodeThatWasNotSeen(boolean away, String told) {
    hub.answers(LOOK, "{\"probed\":false,\"away\":" + away + ",\"reason\":\"no route\\u001b\"}");

    CommandRun run = revert("--yes");

    assertEquals("mesh: " + told + "\\u001b\n", run.err());
    assertEquals(2, run.code());
  }

  @ParameterizedTest
  @CsvSource({"converged, 0", "in sync, 0", "still drifting, 1", "failed, 2", "deferred, 2"})
  void shouldEndAsThePassDid(String outcome, int code) {
    ends(outcome, "why");

    assertEquals(code, revert("-y").code());
  }

  @Test
  void shouldTellWhatTheHubRefuses() {
    hub.answers(
        REVERT,
        409,
        "application/problem+json",
        "{\"detail\":\"laptop is not as it was when plan 5d682e477e1af736 was shown\"}");

    CommandRun run = revert("-y");

    assertEquals(2, run.code());
    assertTrue(run.err().contains("the hub says: laptop is not as it was"), run.err());
  }

  @Test
  void shouldTellPrograms() throws Exception {
    var done = Tree.mapper().readTree(revert("-y", "-o", "json").out());
    CommandRun shown = revert("-o", "json");

    assertEquals(HASH, done.at("/shown/hash").asText());
    assertEquals("converged", done.at("/passes/0/outcome").asText());
    assertEquals(HASH, Tree.mapper().readTree(shown.out()).at("/hash").asText());
    assertEquals(1, shown.code());
  }

  @Test
  void shouldWantAReasonAndAName() {
    assertEquals(2, hub.run("drift", "revert", "laptop").code());
    assertEquals(2, hub.run("drift", "revert", "laptop", "--reason", " ").code());
    assertEquals(2, hub.run("drift", "revert", "../x", "--reason", "y").code());
    assertTrue(hub.requests.isEmpty(), hub.requests.toString());
  }
}
