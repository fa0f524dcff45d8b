package io.meshinfra.rest;

import static io.meshinfra.rest.AgentDoor.operator;
import static io.meshinfra.rest.AgentDoor.told;
import static io.meshinfra.rest.AgentDoor.with;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.meshinfra.journal.Journal;
import io.meshinfra.session.SessionId;
import io.meshinfra.session.SessionTrailers;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens, sessions and contracts over HTTP. */
@QuarkusTest
@WithTestResource(value = SmallWorld.class, scope = TestResourceScope.GLOBAL)
class AgentsWiringTest {
  private static final String PROBLEM = "application/problem+json";

  @Inject Journal journal;

  /** What a test left refused would be refused for the others too. */
  @AfterEach
  void letTheBranchIn() {
    if (!operator().get("/api/v1/source").jsonPath().getString("trouble").isEmpty()) {
      told(operator(), "{\"commit\": \"%s\", \"reason\": \"test\"}".formatted(SmallWorld.head()))
          .post("/api/v1/source/accept-scope")
          .then()
          .statusCode(200)
          .body("trouble", is(""));
    }
  }

  // --- who may do what

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nodes",
        "nodes/alpha",
        "nodes/alpha/history",
        "nodes/alpha/drift",
        "drift",
        "reviews",
        "runs",
        "events",
        "source",
        "version",
        "sessions"
      })
  void shouldLetAnAgentRead(String path) {
    with(AgentDoor.reader()).get("/api/v1/" + path).then().statusCode(200);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /api/v1/reconcile",
    "POST, /api/v1/nodes/alpha/suspend",
    "POST, /api/v1/nodes/alpha/resume",
    "POST, /api/v1/nodes/alpha/preview",
    "POST, /api/v1/source/refresh",
    "POST, /api/v1/source/accept-rewind",
    "POST, /api/v1/source/accept-scope",
    "GET, /api/v1/tokens",
    "POST, /api/v1/tokens",
    "DELETE, /api/v1/tokens/00000000",
    "POST, /api/v1/sessions",
    "DELETE, /api/v1/sessions/20261123-claude-4f2a9c01",
    "GET, /q/metrics",
    "GET, /q/openapi"
  })
  void shouldLetAnAgentReadOnly(String method, String path) {
    told(with(AgentDoor.reader()), "{}").request(method, path).then().statusCode(403);
  }

  @Test
  void shouldSayThatATokenIsNotForThat() {
    told(with(AgentDoor.reader()), "{}")
        .post("/api/v1/reconcile")
        .then()
        .statusCode(403)
        .contentType(PROBLEM)
        .body("detail", containsString("not for that"));
  }

  /** Every path of the description but those that are opened by name, whoever adds it. */
  @Test
  void shouldKeepEveryOtherPathClosedToAgents() {
    List<String> open =
        List.of(
            "post /api/v1/certificates",
            "get /api/v1/nodes",
            "get /api/v1/nodes/{name}",
            "get /api/v1/nodes/{name}/history",
            "get /api/v1/nodes/{name}/drift",
            "get /api/v1/drift",
            "get /api/v1/network/changes", // made of git alone, as the plan tool of MCP is
            "get /api/v1/network/flows",
            "get /api/v1/network/status",
            "get /api/v1/reviews",
            "get /api/v1/reviews/{id}",
            "get /api/v1/runs",
            "get /api/v1/runs/{id}",
            "get /api/v1/runs/{id}/events",
            "get /api/v1/events",
            "get /api/v1/events/stream",
            "get /api/v1/rollouts",
            "get /api/v1/rollouts/{name}",
            "get /api/v1/source",
            "get /api/v1/sessions",
            "get /api/v1/version",
            "post /api/v1/hello", // signed by a node
            "post /api/v1/webhooks/push",
            "post /api/v1/webhooks/forge");
    String token = AgentDoor.reader();
    Map<String, Map<String, Object>> paths =
        operator().get("/q/openapi?format=json").jsonPath().getMap("paths");
    Map<String, Integer> opened = new TreeMap<>();
    paths.forEach((path, methods) ->
        methods.keySet().stream()
            .filter(method -> List.of("get", "post", "put", "delete", "patch").contains(method))
            .filter(method -> !open.contains(method + " " + path))
            .forEach(method -> {
              String real = path.replaceAll("\\{[a-z]+\\}", "alpha");
              int status = told(with(token), "{}").request(method.toUpperCase(), real).statusCode();
              if (status != 403) {
                opened.put(method + " " + path, status);
              }
            }));

    assertEquals(Map.of(), opened);
  }

  // --- tokens that are no good

  @Test
  void shouldRefuseAnExpiredToken() {
    with(AgentDoor.expired(journal))
        .get("/api/v1/nodes")
        .then()
        .statusCode(401)
        .contentType(PROBLEM)
        .body("detail", containsString("expired at"));
  }

  @Test
  void shouldRefuseATokenOfAnotherSecret() {
    String token = AgentDoor.reader();

    with(token.substring(0, 14) + "B".repeat(43))
        .get("/api/v1/nodes")
        .then()
        .statusCode(401)
        .body("detail", containsString("none that it issued"));
  }

  @Test
  void shouldListAndRevokeWithoutEverTellingTheSecret() {
    JsonPath issued =
        AgentDoor.issued("{\"agent\": \"claude\", \"expires\": \"30m\", \"by\": \"ada\"}");
    String id = issued.getString("token.id");
    String secret = issued.getString("secret");

    String list =
        operator()
            .get("/api/v1/tokens")
            .then()
            .statusCode(200)
            .body("tokens.id", hasItem(id))
            .body("tokens.issuedBy", hasItem("ada"))
            .extract()
            .asString();
    assertFalse(list.contains(secret.substring(14)));
    operator().delete("/api/v1/tokens/" + id + "?by=ada").then().body("was", is(true));
    operator().delete("/api/v1/tokens/" + id).then().body("was", is(false));

    with(secret)
        .get("/api/v1/nodes")
        .then()
        .statusCode(401)
        .body("detail", containsString("revoked"));
    String events = operator().get("/api/v1/events?limit=50").asString();
    assertFalse(events.contains(secret.substring(14)));
    operator()
        .get("/api/v1/events")
        .then()
        .body("events.type", hasItems("token-issued", "token-revoked"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"agent\": \"claude\"}",
        "{\"agent\": \"CLAUDE\", \"expires\": \"1h\"}",
        "{\"agent\": \"claude\", \"expires\": \"25h\"}",
        "{\"agent\": \"claude\", \"expires\": \"1h\", \"scope\": \"all\"}",
        "{\"agent\": \"claude\", \"expires\": \"1h\", \"nodes\": [\"UP\"]}",
        "{\"agent\": \"claude\", \"expires\": \"1h\", \"session\": \"mine\"}"
      })
  void shouldRefuseBadWishes(String wish) {
    told(operator(), wish)
        .post("/api/v1/tokens")
        .then()
        .statusCode(400)
        .contentType(PROBLEM)
        .body("errors", notNullValue());
  }

  @Test
  void shouldRefuseAWishBeyondItsContract() {
    told(
            operator(),
            "{\"agent\": \"claude\", \"scope\": \"reconcile\", \"nodes\": [\"alpha\"], \"expires\":"
                + " \"1h\"}")
        .post("/api/v1/tokens")
        .then()
        .statusCode(409)
        .contentType(PROBLEM)
        .body("detail", containsString("needs a session"));
    operator().delete("/api/v1/tokens/ffffffff").then().statusCode(404).contentType(PROBLEM);
  }

  // --- reconcile

  @Test
  void shouldReconcileWhatTheContractNames() {
    told(with(AgentDoor.reconciler()), "{\"nodes\": [\"alpha\"]}")
        .post("/api/v1/reconcile?wait=60s")
        .then()
        .statusCode(200)
        .body("passes[0].node", is("alpha"));

    operator()
        .get("/api/v1/events?node=alpha")
        .then()
        .body("events.type", hasItem("reconcile-asked"))
        .body("events.message", hasItem(containsString("by agent claude (token")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"nodes\": [\"beta\"]}                    | 403 | token does not name",
        "{\"nodes\": [\"alpha\", \"beta\"]}         | 403 | contract allows 1",
        "{}                                         | 403 | an agent names the nodes",
        "{\"nodes\": [\"alpha\"], \"insist\": true} | 403 | for people",
        "{\"nodes\": [\"gamma\"]}                   | 404 | no node gamma"
      })
  void shouldReconcileNothingElse(String body, int status, String detail) {
    told(with(AgentDoor.reconciler()), body)
        .post("/api/v1/reconcile?wait=60s")
        .then()
        .statusCode(status)
        .contentType(PROBLEM)
        .body("detail", containsString(detail.strip()));
  }

  // --- sessions and commits

  @Test
  void shouldTellOfSessions() {
    SessionId id = AgentDoor.session("goals: [Write docs]");

    operator()
        .get("/api/v1/sessions")
        .then()
        .statusCode(200)
        .body("sessions.find { it.id == '%s' }.origin".formatted(id), is("issued"))
        .body("sessions.find { it.id == '%s' }.goals".formatted(id), hasItem("Write docs"));
    operator().delete("/api/v1/sessions/" + id).then().statusCode(200).body("was", is(true));
  }

  @Test
  void shouldSayWhatIsWrongWithAContract() {
    SessionId id = AgentDoor.newSession();

    told(operator(), "{\"path\": \"%s\", \"text\": \"kind: Session\"}".formatted(id.path()))
        .post("/api/v1/sessions")
        .then()
        .statusCode(409)
        .body("detail", containsString(id.path() + ":1:1: metadata is missing"));
  }

  @Test
  void shouldNeverConvergeACommitOutsideItsContract() {
    SessionId id = AgentDoor.session();
    String before = inForce();
    SmallWorld.write("more.yaml", "# not in docs\n");
    SmallWorld.commit("Leave the contract\n\n" + SessionTrailers.line(id));

    operator()
        .post("/api/v1/source/refresh")
        .then()
        .statusCode(200)
        .body("changed", is(false))
        .body("trouble", containsString("more.yaml is not among the paths"));

    assertEquals(before, inForce());
    operator().get("/api/v1/source").then().body("recent[0].status", is("refused"));
    told(operator(), "{\"commit\": \"%s\", \"reason\": \"seen\"}".formatted(SmallWorld.head()))
        .post("/api/v1/source/accept-scope")
        .then()
        .statusCode(200)
        .body("changed", is(true))
        .body("inForce", is(SmallWorld.head()));
  }

  @Test
  void shouldTakeUpWhatWasRefusedWhenItsContractIsIssued() {
    SessionId id = AgentDoor.newSession();
    String text = AgentDoor.contract(id);
    SmallWorld.write(id.path(), text);
    SmallWorld.write("docs/a.md", "a\n");
    SmallWorld.commit("Keep to it\n\n" + SessionTrailers.line(id));
    operator()
        .post("/api/v1/source/refresh")
        .then()
        .body("changed", is(false))
        .body("trouble", containsString("mesh session issue " + id.path()));

    told(
            operator(),
            "{\"path\": \"%s\", \"text\": \"%s\"}".formatted(id.path(), text.replace("\n", "\\n")))
        .post("/api/v1/sessions")
        .then()
        .statusCode(200)
        .body("agent", is("claude"));

    assertEquals(SmallWorld.head(), inForce());
    operator().get("/api/v1/source").then().body("trouble", is("")).body("inForce", not(""));
  }

  private static String inForce() {
    return operator().get("/api/v1/source").jsonPath().getString("inForce");
  }
}
