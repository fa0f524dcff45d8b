package io.meshinfra.cli.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.cli.CommandRun;
import io.meshinfra.cli.text.Tree;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** mesh get reviews and mesh get drift. */
class ReviewCommandsTest {
  private static final String REVIEWS =
      """
      {"reviews":[
        {"id":8,"pullRequest":"13","title":"Add \\u001b[31mred","author":"eve","page":"https://x/13",
         "state":"open","updatedAt":"2026-03-02T11:59:01Z","href":"/api/v1/reviews/8"},
        {"id":7,"pullRequest":"12","title":"Add tmux","author":"ada","page":"https://x/12",
         "state":"settled","head":"0123456789012345678901234567890123456789",
         "headline":"2 nodes: 1 changes","plannedAt":"2026-03-02T11:59:01.123Z",
         "updatedAt":"2026-03-02T11:59:01Z","href":"/api/v1/reviews/7"}]}
      """;
  private static final String DRIFT =
      """
      {"nodes":3,"probed":2,"oldest":"2026-03-02T11:59:20Z","more":2,"drift":[
        {"node":"hub","probedAt":"2026-03-02T11:59:20Z","resources":[
          {"resource":"file:/etc/motd","change":"update","origin":"corrective",
           "since":"2026-03-01T08:00:00.5Z"},
          {"resource":"package:tmux","change":"create","origin":"intentional"}],
         "request":{"pullRequest":"12","page":"https://forge.example/pulls/12","state":"open",
          "plan":"5d682e477e1af736","openedAt":"2026-03-01T08:00:01Z"}},
        {"node":"laptop","resources":[
          {"resource":"service:sshd","change":"unverifiable","origin":"corrective",
           "since":"2026-02-27T08:00:00Z"}],
         "request":{"pullRequest":"9","page":"","state":"reverted","plan":"5d682e477e1af736",
          "openedAt":"2026-02-27T08:00:01Z"}}]}
      """;

  @TempDir Path folder;
  private FakeHub hub;

  @BeforeEach
  void start() throws Exception {
    hub = new FakeHub(folder);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  // --- reviews

  @Test
  void shouldListReviews() throws Exception {
    hub.answers("GET /reviews?limit=50", REVIEWS);

    CommandRun run = hub.run("get", "reviews");

    assertEquals(0, run.code(), run.err());
    run.assertOutIs("reviews.txt");
    assertEquals(
        "13",
        Tree.mapper()
            .readTree(hub.run("get", "reviews", "-o", "json").out())
            .at("/reviews/0/pullRequest")
            .asText());
    assertTrue(hub.run("get", "reviews", "-o", "yaml").out().contains("- id: 8"));
  }

  @Test
  void shouldListReviewsInAState() {
    hub.answers("GET /reviews?limit=5&state=merged", "{\"reviews\":[]}");

    CommandRun run = hub.run("get", "reviews", "--state", "merged", "--limit", "5");

    assertEquals("There are no reviews of pull requests.\n", run.out(), run.err());
  }

  @Test
  void shouldSayThatOnlyReviewsHaveAState() {
    CommandRun run = hub.run("get", "runs", "--state", "open");

    assertEquals(2, run.code());
    assertTrue(run.err().contains("only reviews have a --state"), run.err());
  }

  @Test
  void shouldPrintTheWholePlanOfOne() {
    hub.answers(
        "GET /reviews/7",
        "{\"id\":7,\"report\":\"### mesh plan\\n\\nbad\\u001b[31m <b>\\n\",\"nodes\":[]}");
    hub.answers("GET /reviews/8", "{\"id\":8,\"report\":\"\",\"nodes\":[]}");

    assertEquals("### mesh plan\n\nbad\\u001b[31m <b>\n", hub.run("get", "reviews", "7").out());
    assertEquals("Review 8: nothing was planned yet.\n", hub.run("get", "reviews", "8").out());
    assertTrue(hub.run("get", "reviews", "7", "-o", "yaml").out().contains("id: 7"));
  }

  @ParameterizedTest
  @CsvSource({"../x", "0", "7a", "99999999999999999999"})
  void shouldRefuseWhatIsNoNumber(String id) {
    CommandRun run = hub.run("get", "reviews", id);

    assertEquals(2, run.code());
    assertTrue(run.err().contains("named by its number"), run.err());
    assertEquals(List.of(), hub.requests);
  }

  // --- drift

  @Test
  void shouldShowAllDrift() {
    hub.answers("GET /drift?limit=1000", DRIFT);

    CommandRun run = hub.run("get", "drift");

    assertEquals(0, run.code(), run.err());
    run.assertOutIs("drift-all.txt");
    assertFalse(hub.run("get", "drift", "-o", "yaml").out().isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"nodes\":3,\"probed\":3,\"oldest\":\"2026-03-02T11:59:20Z\",\"drift\":[],\"more\":0}"
            + " | No drift: 3 nodes looked at, the oldest 40 s ago.\\n",
        "{\"nodes\":3,\"probed\":1,\"oldest\":\"2026-02-27T12:00:00Z\",\"drift\":[],\"more\":0}"
            + " | No drift: 1 node looked at, the oldest 3 days ago.\\n"
            + "Not looked at since the hub was started: 2 of 3 nodes.\\n",
        "{\"nodes\":3,\"probed\":0,\"drift\":[],\"more\":0}"
            + " | No drift is known: none of 3 nodes was looked at yet.\\n",
        "{\"nodes\":0,\"probed\":0,\"drift\":[],\"more\":0} | The fleet has no nodes yet.\\n"
      })
  void shouldTellWhatNoDriftRestsOn(String answer, String told) {
    hub.answers("GET /drift?limit=1000", answer);

    assertEquals(told.strip().replace("\\n", "\n"), hub.run("get", "drift").out());
  }

  @Test
  void shouldShowTheDriftOfOneNode() {
    hub.answers(
        "GET /nodes/laptop/drift",
        """
        {"node":"laptop","probedAt":"2026-03-02T11:59:01Z","resources":[
          {"resource":"file:/etc/motd","change":"update","origin":"corrective",
           "since":"2026-03-01T08:00:00.5Z","text":"mode: 0600 -> 0644\\nbad\\u0007"}],
         "request":{"pullRequest":"12","page":"https://forge.example/pulls/12","state":"adopted"}}
        """);

    hub.run("get", "drift", "laptop").assertOutIs("drift.txt");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"node\":\"a\",\"probedAt\":\"2026-03-02T11:59:01Z\",\"resources\":[]}"
            + " | a: no differences, probed 59 s ago",
        "{\"node\":\"a\",\"resources\":[]} | a: not seen yet",
        "{\"node\":\"a\",\"resources\":[{\"resource\":\"file:/x\",\"change\":\"create\","
            + "\"origin\":\"corrective\",\"text\":\"\"}]}"
            + " | a: 1 difference before the hub was started, not seen since"
      })
  void shouldTellHowANodeWasSeen(String answer, String told) {
    hub.answers("GET /nodes/a/drift", answer);

    assertEquals(told.strip(), hub.run("get", "drift", "a").out().lines().findFirst().orElse(""));
  }
}
