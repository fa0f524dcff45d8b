package io.meshinfra.cli.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.cli.CommandRun;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HubCommandsTest {
  private static final String NODES =
      """
      {"nodes":[
        {"name":"hub","labels":{},"presence":"always-on","mode":"enforce","sync":"Synced",
         "health":"Healthy","revision":"0123456789012345678901234567890123456789","reason":"",
         "probedAt":"2026-03-02T11:59:01.123Z","changes":0},
        {"name":"laptop","labels":{"role":"workstation"},"presence":"on-demand","mode":"heal",
         "sync":"Unknown","health":"Away","reason":"lan: no\\n\\u001b[31mroute","changes":2}]}
      """;
  private static final String PREVIEW =
      """
      {"node":"laptop","revision":"0123456789012345678901234567890123456789","outcome":"skipped",
       "reason":"preview only","probed":true,"away":false,"differs":true,"steps":2,
       "driftText":"laptop at 0123456789: 1 difference\\n  ~ file:/etc/motd (corrective)\\n",
       "planText":"laptop at 0123456789: 2 steps\\n","drift":[],"plan":{}}
      """;

  private static final String IN_FORCE = "0123456789012345678901234567890123456789";
  private static final String OTHER = "9999999999012345678901234567890123456789";

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

  @Test
  void shouldListNodes() {
    hub.answers("GET /nodes", NODES);

    CommandRun run = hub.run("get", "nodes");

    assertEquals(0, run.code(), run.err());
    run.assertOutIs("nodes.txt");
  }

  @Test
  void shouldTellWhatANodeOwesThatIsAway() {
    String debt = "\"debt\":{\"from\":\"%s\",\"to\":\"%s\",\"commits\":30,\"resources\":1},";
    hub.answers(
        "GET /nodes",
        "{\"nodes\":[{\"name\":\"laptop\","
            + debt.formatted(IN_FORCE, OTHER)
            + "\"reason\":\"away\"}]}");

    String out = hub.run("get", "nodes").out();

    assertTrue(
        out.contains("pending: 0123456789 -> 9999999999, 30 commits, 1 resource; away"), out);
  }

  @Test
  void shouldTellWithTheNodesThatTheSourceIsInTrouble() {
    hub.answers("GET /nodes", "{\"nodes\": [], \"trouble\": \"it is refused:\\nline two\"}");

    assertTrue(
        hub.run("get", "nodes")
            .out()
            .endsWith("\nThe source: it is refused: mesh get source tells more\n"));
  }

  @Test
  void shouldListNodesForPrograms() {
    hub.answers("GET /nodes", NODES);

    hub.run("get", "nodes", "-o", "yaml").assertOutIs("nodes.yaml");
  }

  @Test
  void shouldFitIntoTheTerminal() {
    hub.answers("GET /nodes", NODES);

    CommandRun run = hub.setting().onTerminal(60, "").run("get", "nodes");

    run.out().lines().forEach(line -> assertTrue(line.length() <= 60, line));
  }

  @Test
  void shouldShowRunsAndHistory() {
    String runs =
        """
        {"runs":[{"id":"20260302t115901-ab","node":"hub","revision":"0123456789abcdef","trigger":"push",
          "startedAt":"2026-03-02T11:59:01Z","outcome":"converged","detail":"","steps":3},
          {"id":"20260302t115902-cd","node":"hub","revision":"0123456789abcdef","trigger":"interval",
          "startedAt":"2026-03-02T11:59:02Z","detail":""}]}
        """;
    hub.answers("GET /runs?limit=50", runs).answers("GET /nodes/hub/history?limit=20", runs);

    hub.run("get", "runs").assertOutIs("runs.txt");
    hub.run("history", "hub").assertOutIs("runs.txt");
  }

  @Test
  void shouldShowAllOfOneRun() {
    hub.answers(
        "GET /runs/20260302t115901-ab",
        """
        {"id":"20260302t115901-ab","node":"hub","outcome":"failed","detail":"step 1, exit code 3",
         "planText":"hub at 0123456789: 1 step\\n","steps":[{"number":1,"title":"shell:x",
         "status":"failed","exitCode":3,"milliseconds":12,"output":"bad\\u0007\\nworse"}]}
        """);

    hub.run("get", "run", "20260302t115901-ab").assertOutIs("run.txt");
  }

  @Test
  void shouldShowTheSourceAndItsTrouble() {
    hub.answers(
        "GET /source",
        """
        {"inForce":"0123456789012345678901234567890123456789","trouble":"no route to host",
         "recent":[{"revision":"0123456789012345678901234567890123456789","status":"valid",
         "author":"A <a@example.org>","subject":"Add laptop","seenAt":"2026-03-02T11:00:00Z","detail":""}]}
        """);

    hub.run("get", "source").assertOutIs("source.txt");
  }

  @Test
  void shouldShowEventsOfOneNode() {
    hub.answers(
        "GET /events?limit=50&node=hub",
        """
        {"events":[{"id":7,"at":"2026-03-02T11:00:00Z","node":"hub","type":"run-ended","message":"fine"}]}
        """);

    hub.run("events", "hub").assertOutIs("events.txt");
  }

  @Test
  void shouldFollowEventsAndGoOnAfterACut() {
    hub.answers(
        "GET /events/stream",
        200,
        "text/event-stream",
        """
        : keep-alive

        id: 7
        event: run-ended
        data: {"id":7,"at":"2026-03-02T11:00:00Z","node":"hub","type":"run-ended","message":"a\\u001b"}

        event: cut
        data: {"reason":"too slow","after":7}

        """);
    hub.answers(
        "GET /events/stream?after=7",
        200,
        "text/event-stream",
        """
        id: 8
        data: {"id":8,"at":"2026-03-02T11:00:01Z","type":"push","message":"b"}

        """);

    CommandRun run = hub.run("events", "--follow");

    assertEquals(
        "2026-03-02T11:00:00Z  run-ended  hub  a\\u001b\n2026-03-02T11:00:01Z  push    b\n",
        run.out());
    assertTrue(run.err().contains("the hub ended the stream"), run.err());
    assertEquals(2, run.code());
  }

  @ParameterizedTest
  @CsvSource({"converged,true,0", "still drifting,true,1", "failed,true,2", ",false,2"})
  void shouldWaitForPasses(String outcome, boolean done, int code) {
    String pass = outcome == null ? "" : ",\"outcome\":\"" + outcome + "\"";
    hub.answers(
        "POST /reconcile?wait=60s",
        "{\"passes\":[{\"node\":\"hub\",\"done\":" + done + pass + "}]}");

    CommandRun run = hub.run("reconcile", "hub", "--wait", "--insist");

    assertEquals(code, run.code(), run.out() + run.err());
    assertEquals(
        List.of("POST /reconcile?wait=60s {\"nodes\":[\"hub\"],\"insist\":true}"), hub.requests);
  }

  @Test
  void shouldNotWaitUnlessToldTo() {
    hub.answers(
        "POST /reconcile",
        202,
        "application/json",
        "{\"passes\":[{\"node\":\"hub\",\"done\":false}]}");

    CommandRun run = hub.run("reconcile");

    assertEquals("hub: under way\n", run.out());
    assertEquals(0, run.code());
    assertEquals(2, hub.run("reconcile", "--wait=2h").code());
    assertEquals(2, hub.run("reconcile", "--wait=soon").code());
  }

  @Test
  void shouldSuspendForAWhile() {
    hub.answers("POST /nodes/laptop/suspend", "{}");

    CommandRun run = hub.run("suspend", "laptop", "--reason", "new disk", "--until", "2h");

    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("until 2026-03-02T14:00:00Z"), run.out());
    assertTrue(
        hub.requests.getFirst().contains("\"until\":\"2026-03-02T14:00:00Z\""),
        hub.requests.toString());
    assertEquals(2, hub.run("suspend", "laptop").code());
    assertEquals(2, hub.run("suspend", "laptop", "--reason", "x", "--until", "soon").code());
    assertEquals(
        2, hub.run("suspend", "laptop", "--reason", "x", "--until", "2020-01-01T00:00:00Z").code());
  }

  @Test
  void shouldApproveAPlan() {
    hub.answers(
        "POST /nodes/laptop/approvals",
        """
        {"node":"laptop","plan":"5d682e477e1af736","by":"ann","until":"2026-03-03T12:00:00Z"}
        """);

    CommandRun run =
        hub.run("approve", "laptop", "--plan", "5d682e477e1af736", "--reason", "looked at it");

    assertEquals(0, run.code(), run.err());
    assertEquals(
        "plan 5d682e477e1af736 of laptop is approved by ann until 2026-03-03T12:00:00Z; the hub"
            + " looks at the node now\n",
        run.out());
    String request = hub.requests.getFirst();
    assertTrue(request.contains("\"plan\":\"5d682e477e1af736\""), request);
    assertTrue(request.contains("\"reason\":\"looked at it\""), request);
    assertEquals(2, hub.run("approve", "laptop").code());
    assertEquals(2, hub.run("approve", "laptop", "--reason", " ").code());
    assertEquals(
        2, hub.run("approve", "laptop", "--reason", "x", "--until", "2020-01-01T00:00:00Z").code());
  }

  @Test
  void shouldResume() {
    hub.answers("POST /nodes/laptop/resume", "{\"was\":true}");

    assertEquals("laptop goes on\n", hub.run("resume", "laptop").out());
  }

  @Test
  void shouldRefreshTheSource() {
    hub.answers("POST /source/refresh", "{\"changed\":true,\"inForce\":\"0123\",\"trouble\":\"\"}");
    hub.answers("POST /source/accept-rewind", "{\"changed\":false,\"trouble\":\"no way\"}");

    assertEquals("New in force: 0123\n", hub.run("source", "refresh").out());
    assertEquals(2, hub.run("source", "accept-rewind").code());
    assertEquals(2, hub.run("source").code());
  }

  @Test
  void shouldHaveTheHubLook() {
    hub.answers("POST /nodes/laptop/preview", PREVIEW);

    CommandRun run = hub.run("diff", "laptop");

    assertTrue(run.out().contains("~ file:/etc/motd"), run.out() + run.err());
    assertEquals(1, run.code());
  }

  private static String fleet(String revision) {
    return "{\"name\":\"f\",\"revision\":\"%s\",\"nodes\":[\"laptop\"]}".formatted(revision);
  }

  @Test
  void shouldHaveTheHubLookAtTheNodesOfAnotherRevision() {
    hub.answers("GET /source/fleet?revision=feature%2Fa+b", fleet(OTHER));
    hub.answers("POST /nodes/laptop/preview?revision=" + OTHER, PREVIEW);
    hub.answers(
        "GET /network/changes?revision=" + OTHER,
        """
        {"inForce": "abc", "opensToOutside": true, "notes": ["nothing enforces it on hub"],
         "broken": ["default_deny_inbound: hub"],
         "changed": [{"to": ["hub"], "from": ["outside"],
           "opened": {"text": "tcp 22", "tcp": [], "udp": []},
           "closed": {"text": "-", "tcp": [], "udp": []}}]}
        """);

    CommandRun run = hub.run("plan", "--revision", "feature/a b");

    assertEquals(
        """
        laptop at 0123456789: 2 steps
        network, beside what is in force (abc):
          TO    FROM      OPENED   CLOSED
          hub   outside   tcp 22   -
          nothing enforces it on hub
          broken: default_deny_inbound: hub
        """,
        run.out(),
        run.err());
    assertEquals(1, run.code());
  }

  @Test
  void shouldTellTheMistakesOfARevisionThatIsNotValid() {
    hub.answers(
        "GET /source/fleet?revision=broken",
        422,
        "application/problem+json",
        "{\"detail\":\"revision 0123456789 is not valid:\\na.yaml:1:1: unknown key x\\n\"}");

    CommandRun run = hub.run("diff", "--revision", "broken");

    assertEquals(2, run.code());
    assertTrue(run.err().contains("a.yaml:1:1: unknown key x"), run.err());
  }

  @Test
  void shouldApplyOnlyWhatIsInForce() {
    hub.answers("GET /source", "{\"inForce\":\"" + IN_FORCE + "\"}");
    hub.answers("GET /source/fleet?revision=feature", fleet(OTHER));
    hub.answers("GET /source/fleet?revision=main", fleet(IN_FORCE));
    hub.answers("POST /nodes/laptop/preview", PREVIEW.replace("\"steps\":2", "\"steps\":0"));

    CommandRun other = hub.run("apply", "laptop", "--yes", "--revision", "feature");

    assertEquals(2, other.code());
    assertTrue(other.err().contains("applies nothing else"), other.err());
    assertEquals(1, hub.run("apply", "laptop", "--yes", "--revision", "main").code());
  }

  @Test
  void shouldHaveTheHubApply() {
    hub.answers("POST /nodes/laptop/preview", PREVIEW);
    hub.answers(
        "POST /reconcile?wait=600s",
        "{\"passes\":[{\"node\":\"laptop\",\"outcome\":\"converged\",\"detail\":\"\",\"done\":true}]}");

    CommandRun run = hub.run("apply", "laptop", "--yes");

    assertTrue(run.out().endsWith("laptop: converged\n"), run.out() + run.err());
    assertEquals(0, run.code());
  }

  @Test
  void shouldSayHowAHubIsStartedWhenThereIsNone() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }

    CommandRun run = CommandRun.of("get", "nodes", "--hub", "http://127.0.0.1:" + port);

    assertEquals(
        "mesh: no hub answers at http://127.0.0.1:%d (connection refused); start one with: mesh serve"
            .formatted(port),
        run.err().strip());
    assertEquals(2, run.code());
  }

  @Test
  void shouldSayWhichTokenIsNotTheHubs() throws Exception {
    Path wrong = Files.writeString(folder.resolve("wrong"), "staple");

    CommandRun run = hub.run("get", "nodes", "--token-file", wrong.toString());

    assertEquals(2, run.code());
    assertTrue(run.err().contains("the token in \"" + wrong + "\" is not the hub's"), run.err());
    assertFalse(run.err().contains("staple"), run.err());
  }

  @Test
  void shouldNeverShowWhatATokenFileHolds() throws Exception {
    Path odd = Files.writeString(folder.resolve("odd"), "se cret\n");

    CommandRun run = hub.run("get", "nodes", "--token-file", odd.toString());

    assertEquals(2, run.code());
    assertFalse(run.err().contains("cret"), run.err());
  }

  @Test
  void shouldShowWhatTheHubSays() {
    CommandRun run = hub.run("get", "nodes", "attic");

    assertEquals("mesh: the hub says: nothing at GET /nodes/attic", run.err().strip());
    assertEquals(2, run.code());
  }

  @ParameterizedTest
  @CsvSource({
    "200,<html>hello</html>,is no hub",
    "200,,is no hub",
    "302,moved,is no hub (HTTP 302)",
    "500,<html>oops</html>,its log tells why",
    "503,'{\"detail\":\"the journal is\\u001b away\"}',the journal is\\u001b away",
    "404,garbage,is no hub (HTTP 404)"
  })
  void shouldNotTrustWhatAnswers(int status, String body, String told) {
    hub.answers("GET /nodes", status, "text/html", body == null ? "[[[" : body);

    CommandRun run = hub.run("get", "nodes");

    assertEquals(2, run.code());
    assertTrue(run.err().contains(told), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
  }

  @Test
  void shouldRefuseNamesAndAddressesThatAreNone() {
    assertEquals(2, hub.run("history", "../../x").code());
    assertEquals(2, hub.run("get", "run", "../../x").code());
    assertEquals(2, hub.run("get", "nodes", "--hub", "file:///etc/passwd").code());
    assertEquals(2, hub.run("get", "nodes", "--hub", "http://u:secret@host").code());
    assertTrue(hub.requests.isEmpty(), hub.requests.toString());
  }
}
