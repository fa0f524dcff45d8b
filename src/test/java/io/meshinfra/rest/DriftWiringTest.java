package io.meshinfra.rest;

import static io.meshinfra.rest.AgentDoor.operator;
import static io.meshinfra.rest.AgentDoor.told;
import static io.meshinfra.rest.AgentDoor.with;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.journal.DriftJournal.Sighting;
import io.meshinfra.journal.DriftRequest;
import io.meshinfra.journal.Journal;
import io.meshinfra.model.Content;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Origin;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.Revision;
import io.meshinfra.session.SessionId;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Drift over HTTP: what there is of it, putting it back, adopting it. */
@QuarkusTest
@WithTestResource(value = SmallWorld.class, scope = TestResourceScope.GLOBAL)
class DriftWiringTest {
  private static final String PROBLEM = "application/problem+json";
  private static final String ASKS =
      """
      - id: look-first
        reason: somebody looks at it
        severity: ask
        protectedPaths: ["/**"]
      """;

  @Inject Journal journal;

  private MovedNode delta;

  @BeforeEach
  void bringANodeInSync() throws IOException {
    delta = MovedNode.inSync();
  }

  @AfterEach
  void leave() throws IOException {
    delta.leave();
  }

  // --- what there is of it

  @Test
  void shouldTellHowMuchItLookedAt() {
    JsonPath drift = operator().get("/api/v1/drift").then().statusCode(200).extract().jsonPath();

    assertEquals(3, drift.getInt("nodes"));
    assertTrue(drift.getInt("probed") >= 1, drift.prettify());
    assertTrue(Instant.parse(drift.getString("oldest")).isBefore(Instant.now()));
    assertTrue(drift.getList("drift.node").stream().noneMatch("delta"::equals), drift.prettify());
  }

  @Test
  void shouldTellWhatSomebodyChangedByHand() throws IOException {
    delta.changedByHand();

    operator()
        .get("/api/v1/nodes/delta/drift")
        .then()
        .statusCode(200)
        .body("node", is("delta"))
        .body("probedAt", notNullValue())
        .body("resources", hasSize(1))
        .body("resources[0].resource", is(delta.resource()))
        .body("resources[0].change", is("update"))
        .body("resources[0].origin", is("corrective"))
        .body("resources[0].since", notNullValue())
        .body("resources[0].text", containsString("-by hand"));
    operator()
        .get("/api/v1/drift")
        .then()
        .body("drift.find { it.node == 'delta' }.resources.resource", hasItem(delta.resource()))
        .body("drift.find { it.node == 'delta' }.resources[0].text", nullValue());
  }

  @Test
  void shouldCountWhatIsBeyondTheLimit() throws IOException {
    told(operator(), "{\"nodes\": [\"alpha\"]}").post("/api/v1/reconcile?wait=60s");
    delta.changedByHand();

    operator()
        .get("/api/v1/drift?limit=1")
        .then()
        .body("drift.node", is(List.of("alpha")))
        .body("more", is(1));
    operator().get("/api/v1/drift?limit=0").then().statusCode(400).contentType(PROBLEM);
  }

  @Test
  void shouldTellSinceWhenAndWhichPullRequestIsAboutIt() {
    NodeName alpha = new NodeName("alpha");
    told(operator(), "{\"nodes\": [\"alpha\"]}").post("/api/v1/reconcile?wait=60s");
    JsonPath before = operator().get("/api/v1/nodes/alpha/drift").jsonPath();
    journal
        .drifts()
        .saw(
            alpha,
            List.of(
                new Sighting(
                    ResourceId.parse(before.getString("resources[0].resource")),
                    "create",
                    Origin.INTENTIONAL)));
    Instant opened = Instant.parse("2026-03-01T10:00:00Z");
    journal
        .drifts()
        .requested(
            new DriftRequest(
                alpha,
                "12",
                "https://forge.example/pulls/12",
                "digest",
                new Revision("1".repeat(40)),
                "0123456789abcdef",
                DriftRequest.Stage.ADOPTED,
                opened,
                opened));

    operator()
        .get("/api/v1/nodes/alpha/drift")
        .then()
        .body("resources[0].since", notNullValue())
        .body("request.pullRequest", is("12"))
        .body("request.page", is("https://forge.example/pulls/12"))
        .body("request.state", is("adopted"))
        .body("request.plan", is("0123456789abcdef"));
    operator()
        .get("/api/v1/drift")
        .then()
        .body("drift.find { it.node == 'alpha' }.request.pullRequest", is("12"));
    journal.drifts().stage(alpha, DriftRequest.Stage.GONE);
    operator().get("/api/v1/nodes/alpha/drift").then().body("request", nullValue());
  }

  // --- putting it back

  private JsonPath shown() {
    return operator()
        .post("/api/v1/nodes/delta/revert/preview")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  private static String revert(String plan) {
    return "{\"plan\": \"%s\", \"reason\": \"a test\", \"by\": \"ada\"}".formatted(plan);
  }

  @Test
  void shouldPutBackWhatWasShown() throws IOException {
    delta.changedByHand();
    JsonPath shown = shown();
    String hash = shown.getString("hash");

    assertEquals(List.of(delta.resource()), shown.getList("resources"));
    assertTrue(shown.getString("planText").contains(hash), shown.prettify());
    assertEquals("by hand\n", delta.text());
    told(operator(), revert(hash))
        .post("/api/v1/nodes/delta/revert?wait=60s")
        .then()
        .statusCode(200)
        .body("passes[0].node", is("delta"))
        .body("passes[0].outcome", is("converged"));
    assertEquals("wanted\n", delta.text());
    operator()
        .get("/api/v1/events?node=delta")
        .then()
        .body("events.type", hasItem("drift-reverted"))
        .body("events.message", hasItem("plan " + hash + " by ada: a test"));
    operator()
        .get("/api/v1/nodes/delta/approvals")
        .then()
        .body("approvals.plan", hasItem(hash))
        .body("approvals.by", hasItem("ada"));
  }

  @Test
  void shouldPutBackNothingElseThanWhatWasShown() throws IOException {
    delta.changedByHand();

    told(operator(), revert("0123456789abcdef"))
        .post("/api/v1/nodes/delta/revert?wait=60s")
        .then()
        .statusCode(409)
        .contentType(PROBLEM)
        .body("detail", containsString("is not as it was when plan 0123456789abcdef was shown"))
        .body("detail", containsString(shown().getString("hash")));
    assertEquals("by hand\n", delta.text());
  }

  @Test
  void shouldSayWhenThereIsNothingToPutBack() {
    assertEquals(null, shown().getString("hash"));

    told(operator(), revert("0123456789abcdef"))
        .post("/api/v1/nodes/delta/revert")
        .then()
        .statusCode(409)
        .body("detail", containsString("nothing was changed by hand on delta"));
  }

  @Test
  void shouldNotTouchASuspendedNode() throws IOException {
    delta.changedByHand();
    String hash = shown().getString("hash");
    told(operator(), "{\"reason\": \"disk swap\"}").post("/api/v1/nodes/delta/suspend");

    told(operator(), revert(hash))
        .post("/api/v1/nodes/delta/revert?wait=60s")
        .then()
        .statusCode(409)
        .body("detail", containsString("disk swap"));
    operator()
        .get("/api/v1/nodes/delta/approvals")
        .then()
        .body(
            "approvals.findAll { it.reason == 'a test' && it.plan == '%s' }".formatted(hash),
            empty());
    told(operator(), "{}").post("/api/v1/nodes/delta/resume").then().statusCode(200);
    assertEquals("by hand\n", delta.text());
  }

  @Test
  void shouldNameTheFieldsThatAreWrong() {
    told(operator(), "{}")
        .post("/api/v1/nodes/delta/revert")
        .then()
        .statusCode(400)
        .contentType(PROBLEM)
        .body("errors.field", hasItems("plan", "reason"));
    told(operator(), revert("'; drop"))
        .post("/api/v1/nodes/delta/revert?wait=1y")
        .then()
        .statusCode(400)
        .body("errors.field", hasItems("plan", "wait"));
    told(operator(), revert("0123456789abcdef"))
        .post("/api/v1/nodes/gamma/revert")
        .then()
        .statusCode(404);
  }

  // --- whose token is for that

  /** A token for the node, with a contract that names it. */
  private static String agent() {
    SessionId id = AgentDoor.session("nodes: {names: [delta], max: 1}", "reconcile: true");
    return AgentDoor.issued(
            """
            {"agent": "claude", "session": "%s", "scope": "reconcile", "nodes": ["delta"],
             "expires": "1h"}
            """
                .formatted(id))
        .getString("secret");
  }

  @Test
  void shouldLetAnAgentPutBackWhatItsContractNames() throws IOException {
    delta.changedByHand();
    String hash = shown().getString("hash");
    String agent = agent();

    with(agent).post("/api/v1/nodes/delta/revert/preview").then().body("hash", is(hash));
    told(with(agent), revert(hash))
        .post("/api/v1/nodes/delta/revert?wait=60s")
        .then()
        .statusCode(200)
        .body("passes[0].outcome", is("converged"));
    assertEquals("wanted\n", delta.text());
    operator()
        .get("/api/v1/events?node=delta")
        .then()
        .body("events.message", hasItem(containsString("by agent claude (token")));
  }

  @Test
  void shouldNotLetAnAgentAgreeToAPlan() throws IOException {
    MovedNode.policy(ASKS);
    delta.changedByHand();
    String hash = shown().getString("hash");

    told(with(agent()), revert(hash))
        .post("/api/v1/nodes/delta/revert?wait=60s")
        .then()
        .statusCode(200)
        .body("passes[0].outcome", is("deferred"))
        .body("passes[0].detail", containsString("awaits"));
    assertEquals("by hand\n", delta.text());
    told(operator(), revert(hash))
        .post("/api/v1/nodes/delta/revert?wait=60s")
        .then()
        .body("passes[0].outcome", is("converged"));
    assertEquals("wanted\n", delta.text());
  }

  @ParameterizedTest
  @CsvSource({"revert", "revert/preview", "adoption"})
  void shouldNotOpenThatToReaders(String path) {
    told(with(AgentDoor.reader()), "{}").post("/api/v1/nodes/delta/" + path).then().statusCode(403);
  }

  @Test
  void shouldNotLetAnAgentPutBackAnotherNode() {
    told(with(AgentDoor.reconciler()), revert("0123456789abcdef"))
        .post("/api/v1/nodes/delta/revert")
        .then()
        .statusCode(403)
        .contentType(PROBLEM)
        .body("detail", containsString("token does not name the node delta"));
  }

  // --- adopting it

  @Test
  void shouldTellHowItBecomesIntent() throws IOException {
    delta.changedByHand();

    JsonPath told =
        told(operator(), "{\"resources\": [\"%s\"]}".formatted(delta.resource()))
            .post("/api/v1/nodes/delta/adoption")
            .then()
            .statusCode(200)
            .body("probed", is(true))
            .body("drifting", is(List.of(delta.resource())))
            .body("adopted[0].places[0]", containsString("delta.yaml:10"))
            .body("refused", empty())
            .body("files[0].path", is("delta.yaml"))
            .extract()
            .jsonPath();
    String after =
        new String(
            Base64.getDecoder().decode(told.getString("files[0].content")), StandardCharsets.UTF_8);
    assertTrue(after.contains("content: \"by hand\\n\""), after);
    assertTrue(after.contains("# what people see"), after);
    String before = after.replace("by hand", "wanted");
    assertEquals(Content.of(before).sha256(), told.getString("files[0].before"));
    assertEquals(SmallWorld.head(), told.getString("revision"));
  }

  @Test
  void shouldSayWhatCannotBeAdopted() {
    told(operator(), "{\"resources\": [\"file:/none\"]}")
        .post("/api/v1/nodes/delta/adoption")
        .then()
        .statusCode(404)
        .contentType(PROBLEM)
        .body("detail", containsString("has no resource"));
    told(operator(), "{\"resources\": [\"none\"]}")
        .post("/api/v1/nodes/delta/adoption")
        .then()
        .statusCode(400)
        .body("errors.field", hasItem("resources"));
    told(operator(), "{}")
        .post("/api/v1/nodes/delta/adoption")
        .then()
        .statusCode(200)
        .body("drifting", empty())
        .body("files", empty());
  }
}
