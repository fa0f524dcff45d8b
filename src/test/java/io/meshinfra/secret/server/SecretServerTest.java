package io.meshinfra.secret.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.SecretRef;
import io.meshinfra.secret.Resolution;
import io.meshinfra.secret.SecretServer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretServerTest {
  private static SecretServer server(String address, Map<String, SecretRef> credentials) {
    return new SecretServer(
        URI.create(address), credentials, Map.of(), Optional.empty(), Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://vault.example.org",
        "ftp://x",
        "https://user:pw@vault",
        "vault:8200",
        "/x"
      })
  void shouldRefuseAnAddressThatTellsTheSecretsToOthers(String address) {
    assertThrows(IllegalArgumentException.class, () -> server(address, Map.of()));
  }

  @Test
  void shouldTakeAnAddressOfThisMachine() {
    assertEquals("127.0.0.1", server("http://127.0.0.1:8200", Map.of()).address().getHost());
  }

  @Test
  void shouldNotAskAServerForItsOwnToken() {
    SecretServer server =
        server("https://vault.example.org", Map.of("token", SecretRef.parse("vault:a/b#c")));

    Resolution refused = Credential.of(server, "token");

    assertTrue(
        assertInstanceOf(Resolution.Unresolvable.class, refused)
            .reason()
            .contains("comes from env: or file:"));
  }

  @Test
  void shouldKeepEachPartOfAPathInItsPlace() {
    assertEquals("/v1/a%20b/..%2Fc%3Fd%23e", Line.path(List.of("v1", "a b", "../c?d#e")));
    assertEquals("?a=b%26c", Line.query(Map.of("a", "b&c")));
  }

  @Test
  void shouldSayThatNobodyIsThere() {
    Line line = new Line(server("http://127.0.0.1:1", Map.of()));

    Answer.Silent silent = assertInstanceOf(Answer.Silent.class, line.get("/x", Map.of()));

    assertTrue(silent.reason().contains("127.0.0.1:1 cannot be reached"), silent.reason());
  }
}
