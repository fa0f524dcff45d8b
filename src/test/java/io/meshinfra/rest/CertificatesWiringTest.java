package io.meshinfra.rest;

import static io.meshinfra.rest.AgentDoor.issued;
import static io.meshinfra.rest.AgentDoor.operator;
import static io.meshinfra.rest.AgentDoor.told;
import static io.meshinfra.rest.AgentDoor.with;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.meshinfra.session.SessionId;
import io.meshinfra.support.EcKey;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SSH certificates over HTTP. */
@QuarkusTest
@WithTestResource(value = SmallWorld.class, scope = TestResourceScope.GLOBAL)
class CertificatesWiringTest {
  private static final String PROBLEM = "application/problem+json";
  private static final String KEY = EcKey.generate().publicLine();
  private static final String WISH = "{\"publicKey\": \"%s\", \"by\": \"ada\"%s}";

  private static String wish(String more) {
    return WISH.formatted(KEY, more);
  }

  private static String person() {
    return issued("{\"agent\": \"ann\", \"scope\": \"login\", \"expires\": \"1h\"}")
        .getString("secret");
  }

  @Test
  void shouldIssueOneToTheOperatorAndTellTheAudit() {
    JsonPath answer =
        told(operator(), wish(", \"expires\": \"2h\", \"sources\": [\"192.0.2.0/24\"]"))
            .post("/api/v1/certificates")
            .then()
            .statusCode(201)
            .body("line", startsWith("ecdsa-sha2-nistp256-cert-v01@openssh.com "))
            .body("certificate.keyId", is("operator:ada"))
            .body("certificate.principals", hasItem("admin"))
            .body("certificate.sources", hasItem("192.0.2.0/24"))
            .extract()
            .jsonPath();
    int serial = answer.getInt("certificate.serial");

    operator()
        .get("/api/v1/certificates")
        .then()
        .statusCode(200)
        .body("certificates.serial", hasItem(serial));
    operator()
        .get("/api/v1/audit?limit=1000")
        .then()
        .body("rows.detail", hasItem(startsWith("serial " + serial + " to operator:ada")));
  }

  @Test
  void shouldGiveAPersonWhatIsForThatPersonAndNothingElse() {
    String ann = person();

    told(with(ann), wish(""))
        .post("/api/v1/certificates")
        .then()
        .statusCode(201)
        .body("certificate.keyId", is("person:ann"))
        .body("certificate.principals.size()", is(1));
    told(with(ann), wish(", \"principals\": [\"admin\"]"))
        .post("/api/v1/certificates")
        .then()
        .statusCode(403)
        .contentType(PROBLEM)
        .body("detail", is("the principal admin is not for person:ann"));
    operator()
        .get("/api/v1/audit?limit=1000")
        .then()
        .body("rows.deed", hasItem("certificate-refused"));
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/v1/nodes",
    "GET, /api/v1/events",
    "GET, /api/v1/certificates",
    "POST, /api/v1/certificates/revoke",
    "POST, /api/v1/reconcile",
    "POST, /api/v1/tokens",
    "POST, /mcp",
    "GET, /q/metrics"
  })
  void shouldOpenNothingElseToAPerson(String method, String path) {
    told(with(person()), "{}").request(method, path).then().statusCode(403);
  }

  @Test
  void shouldHoldAnAgentToItsContract() {
    SessionId session = AgentDoor.session("principals: [reader, admin]");
    String claude =
        issued(
                "{\"agent\": \"claude\", \"session\": \"%s\", \"expires\": \"1h\"}"
                    .formatted(session))
            .getString("secret");

    told(with(claude), wish(""))
        .post("/api/v1/certificates")
        .then()
        .statusCode(201)
        .body("certificate.keyId", is("agent:claude:" + session))
        .body("certificate.principals", is(java.util.List.of("reader")));
    told(with(AgentDoor.reader()), wish(""))
        .post("/api/v1/certificates")
        .then()
        .statusCode(403)
        .body("detail", containsString("for a session"));
  }

  @Test
  void shouldTellEveryMistakeAtOnce() {
    told(
            operator(),
            """
            {"publicKey": "none", "principals": ["a b"], "sources": ["*"], "expires": "2d"}
            """)
        .post("/api/v1/certificates")
        .then()
        .statusCode(400)
        .contentType(PROBLEM)
        .body(
            "errors.field", is(java.util.List.of("publicKey", "principals", "sources", "expires")));
    told(operator(), wish(", \"expires\": \"25h\""))
        .post("/api/v1/certificates")
        .then()
        .statusCode(400);
  }

  @Test
  void shouldNoteARevocation() {
    int serial =
        told(operator(), wish(""))
            .post("/api/v1/certificates")
            .then()
            .statusCode(201)
            .extract()
            .path("certificate.serial");

    told(
            operator(),
            "{\"certificate\": \"%d\", \"reason\": \"lost\", \"by\": \"ada\"}".formatted(serial))
        .post("/api/v1/certificates/revoke")
        .then()
        .statusCode(200)
        .body("certificates[0].serial", is(serial));
    operator()
        .get("/api/v1/certificates")
        .then()
        .body("certificates.find { it.serial == %d }.revokedWhy".formatted(serial), is("lost"));
    told(operator(), "{\"certificate\": \"999999\", \"reason\": \"?\"}")
        .post("/api/v1/certificates/revoke")
        .then()
        .statusCode(404);
    told(operator(), "{}").post("/api/v1/certificates/revoke").then().statusCode(400);
    told(operator(), "{\"certificate\": \"agent:claude\", \"reason\": \"?\"}")
        .post("/api/v1/certificates/revoke")
        .then()
        .statusCode(400)
        .body("errors[0].message", containsString("agent:NAME:SESSION"));
  }

  @Test
  void shouldAskForAToken() {
    String answer =
        told(with("mesh_00000000_" + "A".repeat(43)), wish(""))
            .post("/api/v1/certificates")
            .then()
            .statusCode(401)
            .contentType(PROBLEM)
            .extract()
            .asString();
    assertFalse(answer.contains("cert-v01"), answer);
  }
}
