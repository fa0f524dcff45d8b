package io.meshinfra.rest;

import static io.restassured.RestAssured.given;

import io.meshinfra.journal.Journal;
import io.meshinfra.session.AgentName;
import io.meshinfra.session.AgentToken;
import io.meshinfra.session.Contracts;
import io.meshinfra.session.SessionId;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;

/** Gives agents what they need to knock at the doors of the hub under test. */
public final class AgentDoor {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private AgentDoor() {}

  public static RequestSpecification with(String token) {
    return given().header("Authorization", "Bearer " + token);
  }

  public static RequestSpecification operator() {
    return with(SmallWorld.token());
  }

  static RequestSpecification told(RequestSpecification who, String json) {
    return who.contentType(ContentType.JSON).body(json);
  }

  /** A token for reading. */
  public static String reader() {
    return issued("{\"agent\": \"claude\", \"expires\": \"1h\"}").getString("secret");
  }

  /** A token to reconcile the node alpha, with an issued contract that names it. */
  public static String reconciler() {
    SessionId id = session("nodes: {names: [alpha, beta], max: 1}", "reconcile: true");
    return issued(
            """
            {"agent": "claude", "session": "%s", "scope": "reconcile", "nodes": ["alpha"],
             "expires": "1h"}
            """
                .formatted(id))
        .getString("secret");
  }

  static JsonPath issued(String wish) {
    return told(operator(), wish)
        .post("/api/v1/tokens")
        .then()
        .statusCode(201)
        .extract()
        .jsonPath();
  }

  /** A contract that the hub issued. */
  static SessionId session(String... spec) {
    SessionId id = newSession();
    String text = contract(id, spec);
    told(
            operator(),
            "{\"path\": \"%s\", \"text\": \"%s\", \"by\": \"ada\"}"
                .formatted(id.path(), text.replace("\n", "\\n").replace("\"", "\\\"")))
        .post("/api/v1/sessions")
        .then()
        .statusCode(200);
    return id;
  }

  static SessionId newSession() {
    return new SessionId("20261123-claude-%08x".formatted(NUMBER.incrementAndGet()));
  }

  static String contract(SessionId id, String... spec) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    String[] all = new String[spec.length + 1];
    all[0] = "include: [docs/**]";
    System.arraycopy(spec, 0, all, 1, spec.length);
    return Contracts.text(id, SmallWorld.head(), now.minusSeconds(60), now.plusSeconds(7200), all);
  }

  /** A token whose time is over, as the journal of the hub would keep it. */
  public static String expired(Journal journal) {
    String secret = "A".repeat(43);
    String id = "e%07x".formatted(NUMBER.incrementAndGet());
    AgentToken token =
        new AgentToken(
            id,
            new AgentName("claude"),
            Optional.empty(),
            AgentToken.Scope.READ,
            new TreeSet<>(),
            Instant.now().minusSeconds(3600),
            Instant.now().minusSeconds(1));
    journal.tokens().issue(token, sha256(secret), "test");
    return "mesh_" + id + "_" + secret;
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              java.security.MessageDigest.getInstance("SHA-256")
                  .digest(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
