package io.meshinfra.rest;

import static io.restassured.RestAssured.given;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.report.Metric;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(value = SmallWorld.class, scope = TestResourceScope.GLOBAL)
class DoorsTest {
  private static final String PROBLEM = "application/problem+json";

  @TestHTTPResource("/api/v1/")
  String api;

  @BeforeAll
  static void show() {
    RestAssured.enableLoggingOfRequestAndResponseIfValidationFails();
  }

  private static String token() {
    try {
      return Files.readString(SmallWorld.home().resolve("token")).strip();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static RequestSpecification asked() {
    return given().header("Authorization", "Bearer " + token());
  }

  private static RequestSpecification told(String json) {
    return asked().contentType(ContentType.JSON).body(json);
  }

  private static JsonPath reconciled(String node) {
    return told("{\"nodes\": [\"%s\"]}".formatted(node))
        .post("/api/v1/reconcile?wait=60s")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  // --- who may ask

  @Test
  void shouldKeepTheTokenForItsOwner() throws IOException {
    Path file = SmallWorld.home().resolve("token");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(43, token().length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/api/v1/nodes", "/api/v1/events/stream", "/q/metrics", "/q/openapi", "/nowhere"})
  void shouldAskForTheToken(String path) {
    given()
        .get(path)
        .then()
        .statusCode(401)
        .header("WWW-Authenticate", "Bearer")
        .contentType(PROBLEM)
        .body("status", is(401))
        .body("detail", containsString("token"));
  }

  @Test
  void shouldHearOfNodesOnlyWhatTheySign() {
    given()
        .body("alpha 1764270000 " + "0".repeat(64))
        .post("/api/v1/hello")
        .then()
        .statusCode(401)
        .contentType(PROBLEM)
        .body("detail", is("it is not signed by a node of this fleet"));
    given().body("x".repeat(10_000)).post("/api/v1/hello").then().statusCode(401);
  }

  @Test
  void shouldTakeTheWordOfANodeOnceInAWhile() throws IOException {
    String key = helloKey("beta");
    String said = "beta " + java.time.Instant.now().getEpochSecond();
    String word = said + " " + hmac(key, said);

    given().body(word).post("/api/v1/hello").then().statusCode(202);
    given().body(word).post("/api/v1/hello").then().statusCode(401).contentType(PROBLEM);
    String later = "beta " + (java.time.Instant.now().getEpochSecond() + 2);
    given()
        .body(later + " " + hmac(key, later))
        .post("/api/v1/hello")
        .then()
        .statusCode(429)
        .header("Retry-After", notNullValue())
        .contentType(PROBLEM);
  }

  /** As the hub derives it from the key in its home. */
  private static String helloKey(String node) throws IOException {
    byte[] master = Files.readAllBytes(SmallWorld.home().resolve("hello-key"));
    return hmac(java.util.HexFormat.of().formatHex(master), "mesh-infra hello\n" + node);
  }

  private static String hmac(String key, String text) {
    return io.meshinfra.forge.Signature.of(
        io.meshinfra.secret.Secret.of(key), text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  @Test
  void shouldTellHowANodeKeepsToItsPresence() {
    reconciled("beta");
    asked()
        .get("/api/v1/nodes/beta")
        .then()
        .statusCode(200)
        .body("attendance.state", is("present"))
        .body("attendance.lastSeen", notNullValue())
        .body("detour", is(java.util.List.of()));
    org.awaitility.Awaitility.await()
        .untilAsserted(() ->
            asked()
                .get("/q/metrics")
                .then()
                .body(containsString("mesh_node_attendance{node=\"beta\",state=\"present\"} 1.0")));
  }

  @Test
  void shouldRefuseAWrongToken() {
    given()
        .header("Authorization", "Bearer " + token().substring(1) + "x")
        .get("/api/v1/nodes")
        .then()
        .statusCode(401)
        .contentType(PROBLEM)
        .body("detail", containsString("not the token"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/q/health", "/q/health/live", "/q/health/ready", "/q/health/started"})
  void shouldTellItsHealthToAnybody(String path) {
    given().get(path).then().statusCode(200).body("status", is("UP"));
  }

  @Test
  void shouldTellOtherOriginsNothing() {
    asked()
        .header("Origin", "https://elsewhere.example")
        .get("/api/v1/version")
        .then()
        .header("Access-Control-Allow-Origin", nullValue());
  }

  // --- problems

  @Test
  void shouldSayWhichNodesThereAre() {
    asked()
        .get("/api/v1/nodes/gamma")
        .then()
        .statusCode(404)
        .contentType(PROBLEM)
        .body("detail", containsString("alpha, beta"));
  }

  @Test
  void shouldNameTheFieldsThatAreWrong() {
    told("{\"until\": \"tomorrow\"}")
        .post("/api/v1/nodes/alpha/suspend")
        .then()
        .statusCode(400)
        .contentType(PROBLEM)
        .body("errors.field", hasItems("reason", "until"))
        .body("detail", containsString("2026-01-31T18:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "runs?limit=0",
        "runs?limit=many",
        "runs?before=../etc",
        "events?node=UPPER",
        "runs/x",
        "events/stream?after=-3"
      })
  void shouldRefuseBadQueries(String query) {
    asked()
        .get("/api/v1/" + query)
        .then()
        .statusCode(400)
        .contentType(PROBLEM)
        .body("errors", not(empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "{\"nodes\": 5}", "{\"nods\": []}", "[]"})
  void shouldRefuseBadBodies(String body) {
    told(body).post("/api/v1/reconcile").then().statusCode(400).contentType(PROBLEM);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nowhere", "/api/v1/nowhere", "/api/v1/runs/20260101t000000-00000000"})
  void shouldSayThatNothingIsThere(String path) {
    asked().get(path).then().statusCode(404).contentType(PROBLEM).body("detail", notNullValue());
  }

  @Test
  void shouldRefuseAMethodThatIsNotThere() {
    asked().delete("/api/v1/nodes").then().statusCode(405).contentType(PROBLEM);
  }

  @Test
  void shouldRefuseAHugeBody() {
    String huge = "{\"reason\": \"" + "x".repeat(1_100_000) + "\"}";
    told(huge)
        .post("/api/v1/nodes/alpha/suspend")
        .then()
        .statusCode(413)
        .contentType(PROBLEM)
        .body("detail", containsString("1048576 bytes"));
  }

  // --- approvals

  @Test
  void shouldSayThatNoPlanWaits() {
    told("{\"reason\": \"fine\", \"plan\": \"0123456789abcdef\"}")
        .post("/api/v1/nodes/alpha/approvals")
        .then()
        .statusCode(409)
        .contentType(PROBLEM)
        .body("detail", containsString("nothing was recorded"));
    asked()
        .get("/api/v1/nodes/alpha/approvals")
        .then()
        .statusCode(200)
        .body("approvals.size()", is(0))
        .body("awaiting", nullValue());
  }

  @Test
  void shouldWantAReasonAndAPlanThatIsOne() {
    told("{\"plan\": \"'; drop table approval\", \"until\": \"yesterday\"}")
        .post("/api/v1/nodes/alpha/approvals")
        .then()
        .statusCode(400)
        .contentType(PROBLEM)
        .body("errors.field", hasItems("reason", "plan", "until"));
    told("{\"reason\": \"fine\"}").post("/api/v1/nodes/gamma/approvals").then().statusCode(404);
    asked().get("/api/v1/nodes/gamma/approvals").then().statusCode(404);
  }

  // --- nodes and runs

  @Test
  void shouldTellOfDriftAndOfTheRunThatFoundIt() {
    JsonPath passes = reconciled("alpha");
    assertEquals("still drifting", passes.getString("passes[0].outcome"));
    String run = passes.getString("passes[0].run");

    asked()
        .get("/api/v1/nodes/alpha")
        .then()
        .statusCode(200)
        .body("name", is("alpha"))
        .body("sync", is("OutOfSync"))
        .body("mode", is("observe"))
        .body("labels.role", is("drifting"))
        .body("changes", is(1))
        .body("drift[0].resource", containsString("file:"))
        .body("drift[0].change", is("create"))
        .body("drift[0].attributes.name", hasItem("mode"))
        .body("facts.os", is("Linux"))
        .body("lastRun", is(run))
        .body("$", not(org.hamcrest.Matchers.hasKey("suspension")));
    asked()
        .get("/api/v1/runs/" + run)
        .then()
        .statusCode(200)
        .body("node", is("alpha"))
        .body("trigger", is("request"))
        .body("outcome", is("still drifting"))
        .body("startedAt", containsString("Z"));
    asked().get("/api/v1/nodes/alpha/history?limit=1").then().body("runs[0].id", is(run));
  }

  @Test
  void shouldPreviewWithoutChangingAnything() {
    asked()
        .post("/api/v1/nodes/alpha/preview")
        .then()
        .statusCode(200)
        .body("differs", is(true))
        .body("probed", is(true))
        .body("drift.size()", is(1))
        .body("driftText", containsString("1 difference"))
        .body("plan.waiting[0].reason", containsString("observe"));
    asked().post("/api/v1/nodes/beta/preview").then().body("differs", is(false));
  }

  @Test
  void shouldPreviewAnotherRevisionThatIsNotInForce() {
    String inForce = asked().get("/api/v1/source").jsonPath().getString("inForce");
    String runs = asked().get("/api/v1/nodes/beta/history").asString();

    asked()
        .post("/api/v1/nodes/beta/preview?revision=wanted")
        .then()
        .statusCode(200)
        .body("revision", not(inForce))
        .body("differs", is(true))
        .body("drift[0].resource", containsString("missing-too"))
        .body("drift[0].origin", is("intentional"));

    assertEquals(inForce, asked().get("/api/v1/source").jsonPath().getString("inForce"));
    assertEquals(runs, asked().get("/api/v1/nodes/beta/history").asString());
  }

  @Test
  void shouldTellTheNodesOfAnyRevision() {
    asked()
        .get("/api/v1/source/fleet?revision=wanted")
        .then()
        .statusCode(200)
        .body("name", is("small"))
        .body("nodes", equalTo(List.of("alpha", "beta")));
    asked().get("/api/v1/source/fleet?revision=HEAD").then().statusCode(200);
  }

  @ParameterizedTest
  @CsvSource({
    "source/fleet,400,is needed",
    "source/fleet?revision=nowhere,404,no branch or tag",
    "source/fleet?revision=refs/heads/*,404,is not the name",
    "source/fleet?revision=broken,422,more.yaml:1:7"
  })
  void shouldSayWhyARevisionCannotBeLookedAt(String path, int status, String why) {
    asked()
        .get("/api/v1/" + path)
        .then()
        .statusCode(status)
        .contentType(PROBLEM)
        .body("detail", containsString(why));
  }

  @Test
  void shouldSayWhyANodeCannotBePreviewedAtARevision() {
    asked()
        .post("/api/v1/nodes/gamma/preview?revision=wanted")
        .then()
        .statusCode(404)
        .body("detail", containsString("alpha, beta"));
    asked().post("/api/v1/nodes/beta/preview?revision=broken").then().statusCode(422);
  }

  @Test
  void shouldPageThroughRuns() {
    reconciled("beta");
    reconciled("beta");
    JsonPath first = asked().get("/api/v1/runs?node=beta&limit=1").jsonPath();
    String next = first.getString("next");
    assertEquals(first.getString("runs[0].id"), next);
    JsonPath second = asked().get("/api/v1/runs?node=beta&limit=1&before=" + next).jsonPath();
    assertTrue(second.getString("runs[0].id").compareTo(next) != 0);
  }

  @Test
  void shouldAnswerAtOnceWhenNobodyWaits() {
    told("{}")
        .post("/api/v1/reconcile")
        .then()
        .statusCode(202)
        .body("passes.node", hasItems("beta"))
        .body("passes.findAll { it.node == 'beta' }.href", hasItem(containsString("/history")));
  }

  @Test
  void shouldLeaveASuspendedNodeAlone() {
    told("{\"reason\": \"disk swap\", \"by\": \"ada\", \"until\": \"%s\"}"
            .formatted(Instant.now().plusSeconds(600)))
        .post("/api/v1/nodes/beta/suspend")
        .then()
        .statusCode(200)
        .body("health", is("Suspended"))
        .body("suspension.by", is("ada"))
        .body("suspension.until", notNullValue());
    told("{\"nodes\": [\"beta\"]}")
        .post("/api/v1/reconcile")
        .then()
        .statusCode(409)
        .contentType(PROBLEM)
        .body("detail", containsString("disk swap"));
    told("{\"by\": \"ada\"}").post("/api/v1/nodes/beta/resume").then().body("was", is(true));
    told("{}").post("/api/v1/nodes/beta/resume").then().body("was", is(false));
    await().atMost(20, SECONDS).until(() -> health("beta"), equalTo("Healthy"));
  }

  private static String health(String node) {
    return asked().get("/api/v1/nodes/" + node).jsonPath().getString("health");
  }

  // --- events

  @Test
  void shouldStreamEventsWithoutGapAndWithoutDuplicate() throws Exception {
    tell();
    long after = asked().get("/api/v1/events?limit=1").jsonPath().getLong("events[0].id");
    tell();
    List<Thread> tellers = new ArrayList<>();
    try (EventReader reader = new EventReader(api + "events/stream?after=" + after, token())) {
      for (int i = 0; i < 4; i++) {
        tellers.add(Thread.ofVirtual().start(DoorsTest::tell));
      }
      for (Thread teller : tellers) {
        teller.join();
      }
      await().atMost(20, SECONDS).until(() -> reader.ids().size() >= 10);
      List<Long> ids = reader.ids();
      assertEquals(LongStream.rangeClosed(after + 1, ids.getLast()).boxed().toList(), ids);
      assertTrue(reader.lines().contains("event:node-suspended"));
    }
  }

  /** Two events at least. */
  private static void tell() {
    told("{\"reason\": \"test\"}").post("/api/v1/nodes/alpha/suspend").then().statusCode(200);
    told("{}").post("/api/v1/nodes/alpha/resume").then().statusCode(200);
  }

  @Test
  void shouldEndTheStreamOfARunWithTheRun() throws Exception {
    String run = reconciled("alpha").getString("passes[0].run");
    try (EventReader reader = new EventReader(api + "runs/" + run + "/events", token())) {
      await().atMost(20, SECONDS).until(reader::ended);
      assertTrue(reader.lines().contains("event:run-ended"), () -> "" + reader.lines());
      assertTrue(reader.lines().contains("event:end"), () -> "" + reader.lines());
    }
  }

  // --- source and webhooks

  @Test
  void shouldTakeASignedPush() throws Exception {
    SmallWorld.commit("Told by a webhook");
    byte[] body = "{\"ref\": \"refs/heads/main\"}".getBytes(StandardCharsets.UTF_8);
    given()
        .contentType(ContentType.JSON)
        .header("X-Hub-Signature-256", Signed.by(SmallWorld.WEBHOOK_SECRET, body))
        .body(body)
        .post("/api/v1/webhooks/push")
        .then()
        .statusCode(202);
    await()
        .atMost(20, SECONDS)
        .until(() ->
            asked()
                .get("/api/v1/source")
                .jsonPath()
                .getString("recent[0].subject")
                .equals("Told by a webhook"));
  }

  @Test
  void shouldTakeTheTokenOfGitLab() {
    given()
        .header("X-Gitlab-Token", SmallWorld.WEBHOOK_SECRET)
        .post("/api/v1/webhooks/push")
        .then()
        .statusCode(202);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha256=00", "sha1=whatever", ""})
  void shouldRefuseAForgedPush(String signature) {
    given()
        .header("X-Hub-Signature-256", signature)
        .header("X-Gitlab-Token", "guess")
        .body("{}")
        .post("/api/v1/webhooks/push")
        .then()
        .statusCode(401)
        .contentType(PROBLEM);
  }

  @Test
  void shouldRefuseAnUnsignedPush() {
    given().body("{}").post("/api/v1/webhooks/push").then().statusCode(401);
  }

  @Test
  void shouldRefuseAHugePush() {
    given().body("x".repeat(1_100_000)).post("/api/v1/webhooks/push").then().statusCode(413);
  }

  @Test
  void shouldLookAtGitWhenAsked() {
    SmallWorld.commit("Looked for");
    asked()
        .post("/api/v1/source/refresh")
        .then()
        .statusCode(200)
        .body("changed", is(true))
        .body("trouble", is(""));
    asked().get("/api/v1/source").then().body("recent[0].status", is("valid"));
  }

  // --- numbers and description

  @Test
  void shouldTellPrometheusAllItPromises() {
    reconciled("alpha");
    String page =
        await()
            .atMost(20, SECONDS)
            .until(
                () -> asked().accept("text/plain;version=0.0.4").get("/q/metrics").asString(),
                text -> text.contains("mesh_node_sync_status{"));
    // There is no rollout in this fleet, RolloutMetersTest has some; nor a host certificate.
    EnumSet<Metric> ofOthers =
        EnumSet.of(Metric.ROLLOUT_PHASE, Metric.ROLLOUT_NODES, Metric.HOST_CERTIFICATES_END);
    for (Metric metric : EnumSet.complementOf(ofOthers)) {
      String type = "# TYPE " + metric.id() + " " + metric.type();
      assertTrue(page.contains(type), () -> type + " is not in\n" + page);
    }
    assertTrue(
        page.contains("mesh_node_sync_status{node=\"alpha\",status=\"OutOfSync\",} 1.0"), page);
    assertTrue(page.contains("mesh_source_up 1.0"));
  }

  @Test
  void shouldDescribeItselfWithItsOwnShapesOnly() {
    JsonPath openapi = asked().get("/q/openapi?format=json").jsonPath();
    Set<String> shapes =
        new TreeSet<>(
            openapi.getMap("components.schemas").keySet().stream().map(String::valueOf).toList());
    for (String domain :
        List.of(
            "NodeStatus",
            "RunRecord",
            "RunSummary",
            "Drift",
            "Plan",
            "OutboundSseEvent",
            "NodeName")) {
      assertFalse(shapes.contains(domain), () -> shapes.toString());
    }
    assertTrue(
        shapes.containsAll(Set.of("Node", "Run", "Event", "Source", "Preview")),
        () -> shapes.toString());
    assertEquals("bearer", openapi.getString("components.securitySchemes.token.scheme"));
    assertTrue(openapi.getMap("paths").containsKey("/api/v1/nodes/{name}/preview"));
  }

  /** Written anew with -Dgolden=overwrite. */
  @Test
  void shouldBeDescribedInTheReference() throws IOException {
    Path page = Path.of("docs/reference/openapi.yaml");
    String served = asked().get("/q/openapi").asString();
    if ("overwrite".equals(System.getProperty("golden"))) {
      Files.createDirectories(page.getParent());
      Files.writeString(page, served);
    }
    assertEquals(
        Files.readString(page), served, "run with -Dgolden=overwrite and look at the diff");
  }

  @Test
  void shouldTellItsVersion() {
    asked().get("/api/v1/version").then().statusCode(200).body("version", notNullValue());
  }

  // --- audit

  private static List<String> deeds(String name) {
    return asked()
        .get("/api/v1/audit?limit=1000")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath()
        .getList("rows.findAll { it.name == '%s' }.deed".formatted(name), String.class);
  }

  @Test
  void shouldTellWhoDidWhatInAChain() {
    told("{\"by\": \"grace\", \"reason\": \"look\"}").post("/api/v1/nodes/beta/suspend");
    told("{\"by\": \"grace\"}").post("/api/v1/nodes/beta/resume");
    reconciled("alpha");

    assertEquals(List.of("node-suspended", "node-resumed"), deeds("grace"));
    assertTrue(deeds("somebody with the token").contains("reconcile-asked"));
    assertTrue(deeds("loop").contains("revision-in-force"));

    JsonPath head = asked().get("/api/v1/audit/head").then().extract().jsonPath();
    asked()
        .queryParam("id", head.getLong("id"))
        .queryParam("digest", head.getString("digest"))
        .get("/api/v1/audit/verify")
        .then()
        .statusCode(200)
        .body("whole", is(true))
        .body("faults", empty());
    asked()
        .queryParam("id", head.getLong("id"))
        .queryParam("digest", "0".repeat(64))
        .get("/api/v1/audit/verify")
        .then()
        .body("whole", is(false))
        .body("faults[0].what", containsString("copied"));
  }

  @Test
  void shouldPageTheAudit() {
    told("{\"by\": \"heidi\", \"reason\": \"look\"}").post("/api/v1/nodes/beta/suspend");
    told("{\"by\": \"heidi\"}").post("/api/v1/nodes/beta/resume");

    asked().get("/api/v1/audit?limit=1").then().body("rows.id", is(List.of(1))).body("next", is(1));
    asked().get("/api/v1/audit?limit=1&after=1").then().body("rows.id", is(List.of(2)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"?limit=0", "?after=x", "/verify?id=1", "/verify?id=1&digest=zz"})
  void shouldSayWhatIsWrongWithAQuestionToTheAudit(String question) {
    asked().get("/api/v1/audit" + question).then().statusCode(400).contentType(PROBLEM);
  }
}
