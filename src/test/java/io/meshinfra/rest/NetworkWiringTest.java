package io.meshinfra.rest;

import static io.meshinfra.rest.AgentDoor.operator;
import static io.meshinfra.rest.AgentDoor.reader;
import static io.meshinfra.rest.AgentDoor.with;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a revision opens and closes, over HTTP. */
@QuarkusTest
@WithTestResource(value = SmallWorld.class, scope = TestResourceScope.GLOBAL)
class NetworkWiringTest {
  private static final String PATH = "/api/v1/network/changes";

  @Test
  void shouldTellWhatABranchOpensBesideWhatIsInForce() {
    String branch =
        SmallWorld.branch(
            "opens",
            "infra/policy/intent/network.yaml",
            text ->
                text
                    + """
                    access_policy:
                      - {name: web, from: "*", to: role:hub, ports: [443], rate_limit: 5/minute}
                    """);

    operator()
        .queryParam("revision", branch)
        .get(PATH)
        .then()
        .statusCode(200)
        .body("opensToOutside", is(true))
        .body("changed[0].to", is(List.of("hub")))
        .body("changed[0].from[0]", is("outside"))
        .body("changed[0].opened.text", startsWith("tcp 443"))
        .body("changed[0].opened.tcp[0].first", is(443))
        .body("changed[0].opened.tcp[0].limit", is("5/minute"))
        .body("changed[0].closed.text", is("-"));
  }

  @Test
  void shouldTellNothingOfWhatStaysTheSame() {
    operator()
        .queryParam("revision", "main")
        .get(PATH)
        .then()
        .statusCode(200)
        .body("changed", empty())
        .body("notes", empty());
  }

  @Test
  void shouldSayWhatIsWrongWithTheRevision() {
    operator().get(PATH).then().statusCode(400).body("detail", containsString("revision"));
    operator().queryParam("revision", "no-such").get(PATH).then().statusCode(404);
    operator().queryParam("revision", "broken").get(PATH).then().statusCode(422);
  }

  @Test
  void shouldBeOpenToAgentsAndClosedToStrangers() {
    given().queryParam("revision", "main").get(PATH).then().statusCode(401);
    with(reader()).queryParam("revision", "main").get(PATH).then().statusCode(200);
  }
}
