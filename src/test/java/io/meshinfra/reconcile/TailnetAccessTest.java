package io.meshinfra.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.SecretRef;
import io.meshinfra.reconcile.settings.TailscaleSettings;
import io.meshinfra.tailnet.TailnetSite;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** From the configuration of the hub to where the tailnet is kept. */
class TailnetAccessTest {
  private record Configured(
      Optional<String> apiKey, Optional<String> oauthClientId, Optional<String> oauthClientSecret)
      implements TailscaleSettings {
    static Configured of(String key, String id, String secret) {
      return new Configured(
          Optional.ofNullable(key), Optional.ofNullable(id), Optional.ofNullable(secret));
    }

    @Override
    public String tailnet() {
      return "example.com";
    }

    @Override
    public Mode mode() {
      return Mode.OBSERVE;
    }

    @Override
    public Duration interval() {
      return Duration.ofMinutes(10);
    }

    @Override
    public Duration patience() {
      return Duration.ofSeconds(30);
    }

    @Override
    public URI api() {
      return URI.create("https://api.tailscale.com");
    }
  }

  @Test
  void shouldBeOffWithoutACredential() {
    assertTrue(TailnetAccess.site(Configured.of(null, null, null)).isEmpty());
  }

  @Test
  void shouldComeByAKeyOrByAClient() {
    assertEquals(
        new TailnetSite.Login.ApiKey(SecretRef.parse("file:/run/key")),
        TailnetAccess.site(Configured.of("file:/run/key", null, null)).orElseThrow().login());
    assertEquals(
        new TailnetSite.Login.OauthClient(
            SecretRef.parse("env:ID"), SecretRef.parse("file:/run/secret")),
        TailnetAccess.site(Configured.of(null, "env:ID", "file:/run/secret"))
            .orElseThrow()
            .login());
  }

  @Test
  void shouldNotChooseBetweenTwo() {
    assertThrows(
        IllegalStateException.class,
        () -> TailnetAccess.site(Configured.of("file:/run/key", "env:ID", "env:SECRET")));
    assertThrows(
        IllegalStateException.class, () -> TailnetAccess.site(Configured.of(null, "env:ID", null)));
    assertThrows(
        IllegalStateException.class,
        () -> TailnetAccess.site(Configured.of(null, null, "env:SECRET")));
  }
}
