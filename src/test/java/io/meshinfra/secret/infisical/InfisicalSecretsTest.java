package io.meshinfra.secret.infisical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.SecretRef;
import io.meshinfra.secret.Resolution;
import io.meshinfra.secret.Secrets;
import io.meshinfra.secret.server.LittleServer;
import io.meshinfra.secret.server.LittleServer.Says;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a server that answers as version 4 of the API is published. */
@Timeout(60)
class InfisicalSecretsTest {
  private static final Map<String, String> OPTIONS =
      Map.of("project", "p-1", "environment", "prod");
  private static final Map<String, String> IDENTITY =
      Map.of("client-id", "the-id", "client-secret", "the-secret");
  private static final String QUERY =
      "?environment=prod&projectId=p-1&secretPath=%s&viewSecretValue=true";

  @TempDir Path folder;
  private LittleServer server;

  @BeforeEach
  void start() throws IOException {
    server = new LittleServer().says(InfisicalSecretsTest::infisical);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static Says infisical(
      String method, String what, Map<String, String> headers, String body) {
    if (what.equals("/api/v1/auth/universal-auth/login")) {
      boolean known = body.contains("\"the-id\"") && body.contains("\"the-secret\"");
      return known
          ? new Says(200, "{\"accessToken\": \"passing\", \"expiresIn\": 7200}")
          : new Says(401, "{\"message\": \"invalid credentials\", \"sent\": \"the-secret\"}");
    }
    if (!"Bearer passing".equals(headers.get("Authorization"))) {
      return new Says(401, "{\"message\": \"token missing\"}");
    }
    if (what.equals("/api/v4/secrets/DB_PASSWORD" + QUERY.formatted("%2Fweb%2Fdb"))) {
      return new Says(200, secret("hunter2", false));
    }
    if (what.equals("/api/v4/secrets/TOP" + QUERY.formatted("%2F"))) {
      return new Says(200, secret("at the top", false));
    }
    if (what.startsWith("/api/v4/secrets/HIDDEN?")) {
      return new Says(200, secret("<hidden-by-infisical>", true));
    }
    return new Says(404, "{\"message\": \"Secret not found\"}");
  }

  private static String secret(String value, boolean hidden) {
    return """
    {"secret": {"id": "1", "version": 2, "environment": "prod", "secretKey": "X",
     "secretValue": "%s", "secretValueHidden": %s, "type": "shared"}}
    """
        .formatted(value, hidden);
  }

  private Resolution resolve(String name, Map<String, String> credentials) throws IOException {
    return Secrets.within(server.settings("infisical", folder, credentials, OPTIONS))
        .resolve(new SecretRef("infisical", name));
  }

  private static String value(Resolution resolution) {
    return assertInstanceOf(Resolution.Resolved.class, resolution, resolution.toString())
        .secret()
        .reveal();
  }

  private static String reason(Resolution resolution) {
    return assertInstanceOf(Resolution.Unresolvable.class, resolution).reason();
  }

  @Test
  void shouldLogInAndRead() throws IOException {
    assertEquals("hunter2", value(resolve("web/db/DB_PASSWORD", IDENTITY)));
    assertEquals("POST /api/v1/auth/universal-auth/login", server.asked().getFirst());
  }

  @Test
  void shouldReadWithATokenOfSomebodyElse() throws IOException {
    assertEquals("at the top", value(resolve("TOP", Map.of("token", "passing"))));
    assertEquals(1, server.asked().size());
  }

  @Test
  void shouldSayWhatIsMissing() throws IOException {
    assertTrue(reason(resolve("web/NONE", IDENTITY)).contains("no such secret"));
    assertTrue(reason(resolve("TOP", Map.of())).contains("client-id"));
  }

  @Test
  void shouldNotTakeThePlaceholderForTheSecret() throws IOException {
    assertTrue(reason(resolve("HIDDEN", IDENTITY)).contains("not read its value"));
  }

  @Test
  void shouldNotRepeatWhatTheServerSays() throws IOException {
    String reason =
        reason(resolve("TOP", Map.of("client-id", "other", "client-secret", "the-secret")));

    assertTrue(reason.contains("refused the login"), reason);
    assertFalse(reason.contains("the-secret"), reason);
  }

  @Test
  void shouldRefuseWhatIsNoName() throws IOException {
    for (String name : List.of("a//b", "../X", "a/", "./X")) {
      assertTrue(reason(resolve(name, IDENTITY)).contains("FOLDER/NAME"), name);
    }
    assertEquals(List.of(), server.asked());
  }
}
