package io.meshinfra.rest;

import static io.meshinfra.rest.AgentDoor.operator;
import static io.meshinfra.rest.AgentDoor.reader;
import static io.meshinfra.rest.AgentDoor.told;
import static io.meshinfra.rest.AgentDoor.with;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** The policy file of the tailnet over HTTP, at a hub that has no credential for Tailscale. */
@QuarkusTest
@WithTestResource(value = SmallWorld.class, scope = TestResourceScope.GLOBAL)
class TailnetWiringTest {
  private static final String PATH = "/api/v1/network/tailscale";

  @Test
  void shouldSayThatItIsOffAndHowToSwitchItOn() {
    operator()
        .get(PATH)
        .then()
        .statusCode(200)
        .body("status", is("off"))
        .body("reason", containsString("mesh.tailscale.api-key"))
        .body("difference", is(""));
  }

  @Test
  void shouldPutNothingWithoutACredential() {
    told(operator(), "{\"by\": \"ada\", \"overwriteHandEdits\": true}")
        .post(PATH)
        .then()
        .statusCode(200)
        .body("outcome", is("refused"))
        .body("words", containsString("no credential is configured"));
  }

  @Test
  void shouldBeClosedToStrangersAndToAgents() {
    given().get(PATH).then().statusCode(401);
    given().contentType("application/json").body("{}").post(PATH).then().statusCode(401);
    String agent = reader();
    with(agent).get(PATH).then().statusCode(403);
    told(with(agent), "{}").post(PATH).then().statusCode(403);
  }
}
