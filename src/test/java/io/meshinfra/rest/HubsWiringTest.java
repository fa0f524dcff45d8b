package io.meshinfra.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = SmallWorld.class, scope = TestResourceScope.GLOBAL)
class HubsWiringTest {
  private static RequestSpecification operator() throws IOException {
    String token = Files.readString(SmallWorld.home().resolve("token")).strip();
    return given().header("Authorization", "Bearer " + token).basePath("/api/v1");
  }

  @Test
  void shouldTellThatTheOnlyHubIsInCharge() throws IOException {
    operator()
        .get("/hubs")
        .then()
        .statusCode(200)
        .body("hubs", hasSize(1))
        .body("hubs[0].standing", equalTo("in charge"))
        .body("hubs[0].answers", is(true))
        .body("hubs[0].token", greaterThan(0));
  }

  @Test
  void shouldRaiseTheTokenAndAuditIt() throws IOException {
    int token = operator().get("/hubs").path("hubs[0].token");

    operator()
        .contentType(ContentType.JSON)
        .body("{\"above\": \"%d\", \"reason\": \"old dump\", \"by\": \"ana\"}".formatted(token + 9))
        .post("/hubs/raise")
        .then()
        .statusCode(200)
        .body("hubs[0].token", equalTo(token + 10));

    operator()
        .get("/audit?limit=1000")
        .then()
        .body("rows.deed", hasItems("hub-in-charge", "fencing-token-raised"));
    given()
        .header(
            "Authorization",
            "Bearer " + Files.readString(SmallWorld.home().resolve("token")).strip())
        .get("/q/metrics")
        .then()
        .body(containsString("mesh_hub_in_charge 1.0"))
        .body(containsString("mesh_fencing_token " + (token + 10) + ".0"));
  }

  @Test
  void shouldSayWhatIsWrongWithAWishToRaiseIt() throws IOException {
    operator()
        .contentType(ContentType.JSON)
        .body("{\"above\": \"many\"}")
        .post("/hubs/raise")
        .then()
        .statusCode(400)
        .body("errors.field", hasItems("above", "reason"));
  }

  @Test
  void shouldSayThatAJournalInMemoryCannotBeCopied() throws IOException {
    operator()
        .contentType(ContentType.JSON)
        .body("{}")
        .post("/backup/journal")
        .then()
        .statusCode(503)
        .body("detail", containsString("journal"));
  }
}
