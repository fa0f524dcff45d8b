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

  @Test
  void shouldRemoveNoDeviceWithoutACredential() {
    operator()
        .get(PATH + "/device?node=web&address=100.64.0.2")
        .then()
        .statusCode(200)
        .body("outcome", is("refused"))
        .body("words", containsString("devices:core"));
    told(operator(), "{\"node\": \"web\", \"address\": \"100.64.0.2\", \"id\": \"nX\"}")
        .post(PATH + "/device")
        .then()
        .statusCode(200)
        .body("outcome", is("refused"));
  }

  @Test
  void shouldWantANodeAndAnAddress() {
    operator().get(PATH + "/device").then().statusCode(400);
    told(operator(), "{\"node\": \"web\", \"address\": \"x\"}")
        .post(PATH + "/device")
        .then()
        .statusCode(400);
    with(reader()).get(PATH + "/device?node=web&address=100.64.0.2").then().statusCode(403);
    told(with(reader()), "{}").post(PATH + "/device").then().statusCode(403);
  }
}
