package io.meshinfra.tailnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.SecretRef;
import io.meshinfra.secret.Resolution;
import io.meshinfra.secret.Secret;
import io.meshinfra.support.MovingClock;
import io.meshinfra.tailnet.TailnetSite.Login;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TailnetClientTest {
  private static final Login BY_KEY = new Login.ApiKey(ref("key"));
  private static final Login BY_CLIENT = new Login.OauthClient(ref("id"), ref("secret"));

  private final CountDownLatch over = new CountDownLatch(1);
  private LittleTailscale tailscale;
  private Instant now = Instant.parse("2026-09-01T00:00:00Z");
  private String key = LittleTailscale.KEY;

  @BeforeEach
  void begin() {
    tailscale = new LittleTailscale();
  }

  @AfterEach
  void end() {
    over.countDown();
    tailscale.close();
    assertEquals(List.of(), tailscale.violations());
  }

  private static SecretRef ref(String name) {
    return new SecretRef("fixed", name);
  }

  private Resolution secret(SecretRef ref) {
    return switch (ref.path()) {
      case "key" -> new Resolution.Resolved(Secret.of(key));
      case "id" -> new Resolution.Resolved(Secret.of(LittleTailscale.CLIENT));
      case "secret" -> new Resolution.Resolved(Secret.of(LittleTailscale.CLIENT_SECRET));
      default -> new Resolution.Unresolvable("there is no secret " + ref.path());
    };
  }

  private TailnetClient client(Login login) {
    return new TailnetClient(tailscale.site(login), this::secret, new MovingClock(() -> now));
  }

  private TailnetClient hasty() {
    return new TailnetClient(
        new TailnetSite(tailscale.url(), "-", BY_KEY, Duration.ofMillis(500)),
        this::secret,
        new MovingClock(() -> now));
  }

  private static <T> T told(TailnetAnswer<T> answer) {
    return assertInstanceOf(TailnetAnswer.Told.class, answer, answer.toString()).value() == null
        ? null
        : ((TailnetAnswer.Told<T>) answer).value();
  }

  private static String refused(TailnetAnswer<?> answer) {
    return ((TailnetAnswer.Refused<?>)
            assertInstanceOf(TailnetAnswer.Refused.class, answer, answer.toString()))
        .reason();
  }

  private static String policy() throws Exception {
    return Files.readString(Path.of("src/test/resources/network/tailscale/out/tailnet.hujson"));
  }

  @Test
  void shouldReadWhatIsThere() {
    TailnetClient.Held held = told(client(BY_KEY).read());

    assertEquals(LittleTailscale.UNTOUCHED, held.text());
    assertTrue(held.etag().matches("\"[0-9a-f]{64}\""), held.etag());
  }

  @Test
  void shouldPutOverWhatItHasRead() throws Exception {
    TailnetClient client = client(BY_KEY);
    TailnetClient.Held held = told(client.read());

    assertEquals(List.of(), told(client.validate(policy())));
    told(client.put(policy(), held));

    assertTrue(tailscale.policy().contains("tag:node-laptop"), tailscale.policy());
  }

  @Test
  void shouldNotPutOverWhatSomebodyWroteMeanwhile() throws Exception {
    TailnetClient client = client(BY_KEY);
    TailnetClient.Held held = told(client.read());
    tailscale.edit("{\"grants\": []}");

    assertInstanceOf(TailnetAnswer.Changed.class, client.put(policy(), held));
    assertEquals("{\"grants\": []}", tailscale.policy());
  }

  @Test
  void shouldPutTheFirstOnlyWhereNobodyHasWritten() throws Exception {
    told(client(BY_KEY).putFirst(policy()));
    String first = tailscale.policy();

    assertInstanceOf(TailnetAnswer.Changed.class, client(BY_KEY).putFirst(policy()));
    assertEquals(first, tailscale.policy());
  }

  @Test
  void shouldTellWhatValidationSays() {
    assertEquals(
        tailscale.url().getAuthority()
            + " refuses the policy file: test(s) failed; tag:node-hub: address \"2.2.2.2:22\":"
            + " want: Drop, got: Accept",
        refused(client(BY_KEY).validate("{\"grants\": 1}")));
  }

  @Test
  void shouldTakeWarningsForNoMistake() throws Exception {
    tailscale.next(exchange ->
        LittleTailscale.send(
            exchange,
            200,
            Map.of(),
            "{\"message\": \"warning(s) found\", \"data\": [{\"user\": \"group:x@example.com\","
                + " \"warnings\": [\"group is not syncing\"]}]}"));

    assertEquals(
        List.of("group:x@example.com: group is not syncing"),
        told(client(BY_KEY).validate(policy())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>Log in</html>", "[]", "{\"message\": \"something\"}"})
  void shouldNotTakeAnotherAnswerForConsent(String body) throws Exception {
    tailscale.next(exchange -> LittleTailscale.send(exchange, 200, Map.of(), body));

    refused(client(BY_KEY).validate(policy()));
  }

  @Test
  void shouldComeByAnOauthClientAndKeepItsToken() {
    TailnetClient client = client(BY_CLIENT);

    told(client.read());
    told(client.read());
    now = now.plus(Duration.ofHours(1));
    told(client.read());

    assertEquals(
        List.of(
            "POST /api/v2/oauth/token",
            "GET /api/v2/tailnet/-/acl",
            "GET /api/v2/tailnet/-/acl",
            "POST /api/v2/oauth/token",
            "GET /api/v2/tailnet/-/acl"),
        tailscale.asked());
  }

  @Test
  void shouldGetAnotherTokenAfterOneThatWasNotTaken() {
    TailnetClient client = client(BY_CLIENT);
    told(client.read());
    tailscale.forgetTokens();

    refused(client.read());
    told(client.read());
  }

  @ParameterizedTest
  @CsvSource({
    "400, takes no such policy file",
    "401, does not know the credential",
    "403, scope policy_file",
    "404, has no such tailnet",
    "413, no policy file of that size",
    "418, which its documentation does not have",
    "302, which its documentation does not have"
  })
  void shouldSayHowToMendWhatIsRefused(int status, String words) {
    tailscale.next(exchange ->
        LittleTailscale.send(
            exchange,
            status,
            Map.of("Location", "http://127.0.0.1:1/steal"),
            "{\"message\": \"no, " + key + "\"}"));

    String reason = refused(client(BY_KEY).read());

    assertTrue(reason.contains(words), reason);
    assertFalse(reason.contains(key), reason);
    assertEquals(1, tailscale.asked().size());
  }

  @ParameterizedTest
  @CsvSource({"429, 300, 300", "429, , 60", "503, 7, 60", "500, x, 60", "429, 999999, 3600"})
  void shouldComeBackLater(int status, String retryAfter, long seconds) {
    tailscale.next(exchange ->
        LittleTailscale.send(
            exchange,
            status,
            retryAfter == null ? Map.of() : Map.of("Retry-After", retryAfter),
            ""));

    TailnetAnswer.Later<?> later =
        assertInstanceOf(TailnetAnswer.Later.class, client(BY_KEY).read());

    assertEquals(Duration.ofSeconds(seconds), later.pause());
  }

  @Test
  void shouldNotWaitForAServerThatTricklesItsAnswer() {
    tailscale.next(exchange -> {
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write('{');
      exchange.getResponseBody().flush();
      try {
        over.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });

    TailnetAnswer.Later<?> later = assertInstanceOf(TailnetAnswer.Later.class, hasty().read());

    assertTrue(later.reason().contains("did not answer"), later.reason());
  }

  @Test
  void shouldNotReadOnAndOn() {
    tailscale.next(exchange -> {
      exchange.getResponseHeaders().set("ETag", "\"x\"");
      exchange.sendResponseHeaders(200, 0);
      byte[] much = new byte[1 << 16];
      for (int i = 0; i < 200; i++) {
        exchange.getResponseBody().write(much);
      }
    });

    assertTrue(refused(client(BY_KEY).read()).contains("more than"));
  }

  @Test
  void shouldComeBackLaterWhereNobodyAnswers() {
    URI nobody = tailscale.url();
    tailscale.close();

    TailnetAnswer<?> answer =
        new TailnetClient(
                new TailnetSite(nobody, "-", BY_KEY, Duration.ofSeconds(5)),
                this::secret,
                new MovingClock(() -> now))
            .read();

    assertInstanceOf(TailnetAnswer.Later.class, answer, answer.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no-quotes", "\"a b\"", "\"\""})
  void shouldNotGoOnWithoutATagToPutOver(String etag) {
    tailscale.next(exchange ->
        LittleTailscale.send(
            exchange, 200, etag.isEmpty() ? Map.of() : Map.of("ETag", etag), "{}"));

    assertTrue(refused(client(BY_KEY).read()).contains("told no ETag"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "nonsense",
        "{\"access_token\": \"\"}",
        "{\"access_token\": \"a\\r\\nX: b\"}"
      })
  void shouldNotTakeATokenThatIsNone(String body) {
    tailscale.next(exchange -> LittleTailscale.send(exchange, 200, Map.of(), body));

    assertTrue(refused(client(BY_CLIENT).read()).contains("gave no token"));
  }

  @Test
  void shouldSayWhichCredentialIsMissing() {
    assertEquals(
        "the credential for Tailscale is not there: there is no secret other",
        refused(client(new Login.ApiKey(ref("other"))).read()));
  }

  @ParameterizedTest
  @CsvSource({
    "http://api.tailscale.com, -",
    "ftp://127.0.0.1, -",
    "https://api.tailscale.com, a/b",
    "https://api.tailscale.com, ''",
    "https://api.tailscale.com, '../..'",
    "https://api.tailscale.com, 'x?y'"
  })
  void shouldRefuseAPlaceThatKeysMustNotGoTo(String api, String tailnet) {
    assertThrows(
        IllegalArgumentException.class,
        () -> new TailnetSite(URI.create(api), tailnet, BY_KEY, Duration.ofSeconds(1)));
  }

  @Test
  void shouldShowNoKey() {
    TailnetSite site = tailscale.site(BY_KEY);

    assertFalse(site.toString().contains(key));
  }
}
