package io.meshinfra.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proposals over HTTP. */
@QuarkusTest
@WithTestResource(value = SmallWorld.class, scope = TestResourceScope.GLOBAL)
class ProposalsWiringTest {
  private static RequestSpecification operator() throws IOException {
    String token = Files.readString(SmallWorld.home().resolve("token")).strip();
    return given().auth().oauth2(token).contentType("application/json");
  }

  @Test
  void shouldMakeABranchOfIt() throws IOException {
    operator()
        .body(
            """
            {"name": "web", "base": "%s", "title": "Add web",
             "files": {"nodes/web.yaml": "# new\\n", "gone": null,
                       "files/web/etc/skel/.profile": ""}}
            """
                .formatted(SmallWorld.head()))
        .post("/api/v1/proposals")
        .then()
        .statusCode(200)
        .body("branch", is("mesh/proposal/web"))
        .body("note", containsString("no forge"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x",
        "/etc/passwd",
        ".git/config",
        "a/.git/hooks/x",
        "a//b",
        "a/./b",
        "a\\\\b",
        ".gitmodules",
        ".forgejo/workflows/x.yaml",
        ".woodpecker.yml",
        ".forgejo/files/x",
        "nodes/.x/web.yaml",
        "files/web/.gitattributes",
        "files/web/../../.forgejo/x"
      })
  void shouldRefusePathsThatLeaveTheRepository(String path) throws IOException {
    operator()
        .body(
            "{\"name\":\"web\",\"base\":\"%s\",\"title\":\"x\",\"files\":{\"%s\":\"y\"}}"
                .formatted(SmallWorld.head(), path))
        .post("/api/v1/proposals")
        .then()
        .statusCode(400);
  }

  @Test
  void shouldTellAllThatIsMissing() throws IOException {
    operator().body("{}").post("/api/v1/proposals").then().statusCode(400);
  }

  @Test
  void shouldBeClosedToAgentsAndStrangers() {
    given()
        .contentType("application/json")
        .body("{}")
        .post("/api/v1/proposals")
        .then()
        .statusCode(401);
  }
}
