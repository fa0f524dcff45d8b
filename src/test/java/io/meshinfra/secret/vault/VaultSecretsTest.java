package io.meshinfra.secret.vault;

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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server that answers as the API of the KV engines is published. */
@Timeout(60)
class VaultSecretsTest {
  private static final String TOKEN = "hvs.token-of-the-hub";

  @TempDir Path folder;
  private LittleServer server;
  private final CountDownLatch over = new CountDownLatch(1);

  @BeforeEach
  void start() throws IOException {
    server = new LittleServer().says(VaultSecretsTest::vault);
  }

  @AfterEach
  void stop() {
    over.countDown();
    server.close();
  }

  private static Says vault(String method, String what, Map<String, String> headers, String body) {
    if (!TOKEN.equals(headers.get("X-vault-token"))) {
      return new Says(403, "{\"errors\": [\"permission denied\", \"hvs.token-of-the-hub\"]}");
    }
    return switch (what) {
      case "/v1/secret/data/web/db" ->
          new Says(
              200,
              """
              {"request_id": "1", "data": {"data": {"password": "hunter2", "port": 5432, "empty": ""},
               "metadata": {"version": 3, "destroyed": false}}}
              """);
      case "/v1/secret/data/a%20b/%C3%BC%3F" ->
          new Says(200, "{\"data\": {\"data\": {\"x\": \"odd\"}}}");
      case "/v1/kv/web/db" -> new Says(200, "{\"data\": {\"password\": \"old engine\"}}");
      default -> new Says(404, "{\"errors\": []}");
    };
  }

  private Resolution resolve(String name, Map<String, String> options) throws IOException {
    return Secrets.within(server.settings("vault", folder, Map.of("token", TOKEN), options))
        .resolve(new SecretRef("vault", name));
  }

  private static String value(Resolution resolution) {
    return assertInstanceOf(Resolution.Resolved.class, resolution, resolution.toString())
        .secret()
        .reveal();
  }

  private static String reason(Resolution resolution) {
    return assertInstanceOf(Resolution.Unresolvable.class, resolution).reason();
  }

  @ParameterizedTest
  @CsvSource({
    "secret/web/db#password, hunter2",
    "secret/web/db#port, 5432",
    "secret/a b/ü?#x, odd"
  })
  void shouldReadAField(String name, String value) throws IOException {
    assertEquals(value, value(resolve(name, Map.of())));
  }

  @Test
  void shouldReadAnEngineWithoutVersions() throws IOException {
    assertEquals("old engine", value(resolve("kv/web/db#password", Map.of("kv", "1"))));
  }

  @Test
  void shouldSayWhatIsMissing() throws IOException {
    assertTrue(reason(resolve("secret/web/none#password", Map.of())).contains("no such entry"));
    assertTrue(reason(resolve("secret/web/db#user", Map.of())).contains("no field \"user\""));
    assertTrue(reason(resolve("secret/web/db#empty", Map.of())).contains("no field \"empty\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"web", "secret/web", "secret/#x", "secret/../sys/x#y", "secret//a#b", "#x"})
  void shouldRefuseWhatIsNoName(String name) throws IOException {
    assertTrue(reason(resolve(name, Map.of())).contains("MOUNT/PATH#FIELD"));
    assertEquals(List.of(), server.asked());
  }

  @Test
  void shouldNotRepeatWhatTheServerSays() throws IOException {
    Resolution refused =
        Secrets.within(server.settings("vault", folder, Map.of("token", "wrong"), Map.of()))
            .resolve(new SecretRef("vault", "secret/web/db#password"));

    assertTrue(reason(refused).contains("does not let the token"), reason(refused));
    assertFalse(reason(refused).contains("hvs."), reason(refused));
  }

  @Test
  void shouldNotBeSentElsewhereWithItsToken() throws IOException {
    server.says((method, what, headers, body) ->
        new Says(302, server.address() + "/v1/secret/data/web/db"));

    assertTrue(reason(resolve("secret/a/b#c", Map.of())).contains("status 302"));
    assertEquals(1, server.asked().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hunter2", "[\"hunter2\"]", "{\"data\": {\"data\": {\"c\": {}}}}"})
  void shouldNotTakeAnyAnswerForASecret(String body) throws IOException {
    server.says((method, what, headers, sent) -> new Says(200, body));

    assertFalse(reason(resolve("secret/a/b#c", Map.of())).contains("hunter2"));
  }

  @Test
  void shouldNotReadWithoutEnd() throws IOException {
    server.says((method, what, headers, sent) -> new Says(200, " ".repeat(300_000) + "{}"));

    assertTrue(reason(resolve("secret/a/b#c", Map.of())).contains("longer than any secret"));
  }

  @Test
  void shouldNotWaitForEver() throws IOException {
    server.says((method, what, headers, sent) -> {
      over.await(30, TimeUnit.SECONDS);
      return new Says(200, "{}");
    });

    assertTrue(reason(resolve("secret/a/b#c", Map.of())).contains("did not answer within 2 s"));
  }

  @Test
  void shouldSayThatNoServerIsConfigured() {
    Resolution none =
        Secrets.within(io.meshinfra.secret.SecretSettings.in(folder))
            .resolve(new SecretRef("vault", "secret/a/b#c"));

    assertTrue(reason(none).contains("mesh.secrets.vault.address"));
  }
}
