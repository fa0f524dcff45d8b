package io.meshinfra.rest;

import static io.restassured.RestAssured.given;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.forge.ForgeLink;
import io.meshinfra.forge.little.Text;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** The door for a forge, on a hub that has one. */
@QuarkusTest
@TestProfile(ForgeDoorWiringTest.WithAForge.class)
class ForgeDoorWiringTest {
  private static final String DOOR = "/api/v1/webhooks/forge";
  private static final String PROBLEM = "application/problem+json";

  @Inject RecordingEars ears;
  @Inject ForgeLink link;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  public static final class WithAForge implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "mesh.forge.kind", "gitea",
          "mesh.forge.url", "http://127.0.0.1:1",
          "mesh.forge.repository", "platform/fleet",
          "mesh.forge.token", "env:NO_SUCH_TOKEN");
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
      return Set.of(RecordingEars.class);
    }
  }

  /** A body that no other test sends. */
  private static byte[] delivery(String name) {
    String text = Text.resource("gitea/hook-" + name + ".json");
    return text.replaceFirst("\\{", "{\"nonce\": \"" + UUID.randomUUID() + "\",")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static RequestSpecification signed(String kind, byte[] body) throws Exception {
    String signature = Signed.by(SmallWorld.WEBHOOK_SECRET, body).substring("sha256=".length());
    return given()
        .contentType(ContentType.JSON)
        .header("X-Gitea-Event", kind)
        .header("X-Gitea-Delivery", UUID.randomUUID().toString())
        .header("X-Gitea-Signature", signature);
  }

  private static ValidatableResponse sent(String kind, byte[] body) throws Exception {
    return signed(kind, body).body(body).post(DOOR).then();
  }

  @Test
  void shouldHaveTheForgeOfTheSettings() {
    assertTrue(link.connection().isPresent());
    var answer = link.connection().get().forge().open("main");
    String reason = assertInstanceOf(io.meshinfra.forge.Answer.Refused.class, answer).reason();
    assertTrue(reason.contains("NO_SUCH_TOKEN"), reason);
  }

  @Test
  void shouldPassOnWhereToLook() throws Exception {
    sent("pull_request", delivery("pull-request")).statusCode(202);
    sent("issue_comment", delivery("pull-comment")).statusCode(202);
    sent("issue_comment", delivery("issue-comment")).statusCode(202);
    assertTrue(ears.heard().containsAll(List.of("changed 7", "commented 7")));
  }

  @Test
  void shouldLookAtGitForAPush() throws Exception {
    SmallWorld.commit("Told by the forge");
    sent("push", delivery("push")).statusCode(202);
    await().atMost(20, SECONDS).until(ForgeDoorWiringTest::newest, "Told by the forge"::equals);
  }

  private static String newest() throws IOException {
    String token = Files.readString(SmallWorld.home().resolve("token")).strip();
    return given()
        .auth()
        .oauth2(token)
        .get("/api/v1/source")
        .jsonPath()
        .getString("recent[0].subject");
  }

  @Test
  void shouldTakeADeliveryOnce() throws Exception {
    byte[] body = delivery("pull-request");
    sent("pull_request", body).statusCode(202);
    int before = ears.heard().size();
    sent("pull_request", body).statusCode(200);
    assertEquals(before, ears.heard().size());
  }

  @Test
  void shouldRefuseWhatIsForgedCutOrUnsigned() throws Exception {
    byte[] body = delivery("pull-request");
    int before = ears.heard().size();
    byte[] cut = Arrays.copyOf(body, body.length - 1);
    signed("pull_request", body)
        .body(cut)
        .post(DOOR)
        .then()
        .statusCode(401)
        .contentType(PROBLEM)
        .body("detail", containsString("mesh.forge.webhook-secret"));
    given().body(body).post(DOOR).then().statusCode(401).contentType(PROBLEM);
    given().post(DOOR).then().statusCode(401);
    assertEquals(before, ears.heard().size());
  }

  @Test
  void shouldSayThatASignedDeliveryIsNotUnderstood() throws Exception {
    sent("push", "payload=%7B%7D".getBytes(StandardCharsets.UTF_8))
        .statusCode(400)
        .contentType(PROBLEM)
        .body("detail", containsString("application/json"));
  }

  /** By its own word, and piece by piece: neither is read to its end. */
  @Test
  void shouldNotReadAHugeDelivery() throws Exception {
    String announced = "POST " + DOOR + " HTTP/1.1\r\nHost: x\r\nContent-Length: 52428800\r\n\r\n";
    assertAnswers(announced, out -> out.write(new byte[1 << 16]), "HTTP/1.1 413");

    String piecemeal =
        "POST " + DOOR + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    assertAnswers(piecemeal, ForgeDoorWiringTest::chunks, "at most 900000 bytes");
  }

  private interface Writer {
    void to(OutputStream out) throws IOException;
  }

  /** A little more than the hub reads, and no end. */
  private static void chunks(OutputStream out) throws IOException {
    byte[] chunk = new byte[1 << 16];
    for (int i = 0; i < 15; i++) {
      out.write("10000\r\n".getBytes(StandardCharsets.US_ASCII));
      out.write(chunk);
      out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** The answer comes though the request has not ended. */
  private void assertAnswers(String head, Writer body, String expected) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(20_000);
      OutputStream out = socket.getOutputStream();
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      body.to(out);
      StringBuilder answer = new StringBuilder();
      byte[] buffer = new byte[4096];
      while (answer.indexOf(expected) < 0) {
        int read = socket.getInputStream().read(buffer);
        assertTrue(read > 0, answer.toString());
        answer.append(new String(buffer, 0, read, StandardCharsets.US_ASCII));
      }
      assertTrue(answer.indexOf("HTTP/1.1 413") == 0, answer.toString());
    }
  }
}
