package io.meshinfra.forge.github;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.forge.Connection;
import io.meshinfra.forge.FixedSecrets;
import io.meshinfra.forge.ForgeContract;
import io.meshinfra.forge.ForgeSettings;
import io.meshinfra.forge.People;
import io.meshinfra.forge.little.LittleGithub;
import io.meshinfra.forge.little.Mood;
import io.meshinfra.support.MovingClock;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** GitHub again, for a hub that comes as a GitHub App. */
@QuarkusTest
class GithubAppForgeTest extends ForgeContract {
  private static final String EXCHANGE = "POST /app/installations/42/access_tokens -> 201";
  private static KeyPair key;

  private Instant now = Instant.parse("2026-11-23T12:00:00Z");
  private LittleGithub server;
  private Connection connection;

  @BeforeAll
  static void makeKey() throws NoSuchAlgorithmException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    key = generator.generateKeyPair();
  }

  @BeforeEach
  void connect() {
    server = new LittleGithub();
    server.install(key.getPublic());
    server.tokensUntil("2026-11-23T13:00:00Z");
    connection = given(connect("as-github-gives-it"));
  }

  private io.meshinfra.forge.Answer<Connection> connect(String keyName) {
    ForgeSettings settings =
        new ForgeSettings(
                Optional.of(server.url()),
                Optional.of("platform/fleet"),
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(10))
            .withApp(new ForgeSettings.App(LittleGithub.APP, "42", FixedSecrets.ref(keyName)));
    Map<String, String> secrets =
        Map.of("as-github-gives-it", pkcs1(), "converted", pkcs8(), "none", "nonsense");
    return new GithubProvider()
        .connect(settings, FixedSecrets.of(secrets), new MovingClock(() -> now));
  }

  private static String pkcs1() {
    StringWriter out = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(out)) {
      writer.writeObject(key.getPrivate());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertTrue(out.toString().startsWith("-----BEGIN RSA PRIVATE KEY-----"));
    return out.toString();
  }

  private static String pkcs8() {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(key.getPrivate().getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }

  @AfterEach
  void keepTheRules() {
    server.close();
    assertEquals(List.of(), server.violations());
  }

  @Override
  protected Connection connection() {
    return connection;
  }

  @Override
  protected People people() {
    return server.people();
  }

  private long exchanges() {
    return server.asked().stream().filter(EXCHANGE::equals).count();
  }

  @Test
  void shouldKeepATokenUntilShortlyBeforeItsEnd() {
    given(connection.forge().open("main"));
    now = now.plus(Duration.ofMinutes(54));
    given(connection.forge().open("main"));
    assertEquals(1, exchanges());

    now = now.plus(Duration.ofMinutes(2));
    server.tokensUntil("2026-11-23T15:00:00Z");
    given(connection.forge().open("main"));
    given(connection.forge().open("main"));
    assertEquals(2, exchanges());
  }

  @Test
  void shouldAskForATokenAgainWhenItWasRevoked() {
    given(connection.forge().open("main"));
    server.next(Mood.says(401, "Bad credentials", Map.of()));
    assertTrue(refused(connection.forge().open("main")).contains("mesh.forge.app-id"));
    given(connection.forge().open("main"));
    assertEquals(2, exchanges());
  }

  @Test
  void shouldTakeAKeyThatWasConverted() {
    given(given(connect("converted")).forge().open("main"));
  }

  @Test
  void shouldSayThatTheKeyIsNone() {
    String none = refused(given(connect("none")).forge().open("main"));
    assertTrue(none.contains("mesh.forge.app-key"), none);
    assertFalse(none.contains("nonsense"), none);
    String gone = refused(given(connect("gone")).forge().open("main"));
    assertTrue(gone.contains("mesh.forge.app-key"), gone);
  }

  @Test
  void shouldSayThatTheAppIsNotInstalled() {
    server.next(Mood.says(404, "Not Found", Map.of()));
    String reason = refused(connection.forge().open("main"));
    assertTrue(reason.contains("work as a GitHub App"), reason);
  }

  @Test
  void shouldKnowItsName() {
    assertEquals("mesh-infra[bot]", given(connection.account().get().login()));
  }
}
