package io.meshinfra.tailnet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshinfra.model.SecretRef;
import io.meshinfra.secret.Resolution;
import io.meshinfra.secret.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;

/**
 * What is shown to Tailscale with each request. An API key is looked up each time; a token of an
 * OAuth client is kept, in memory only, until shortly before it ends.
 */
final class Tokens {
  private static final String TOKEN = "/api/v2/oauth/token";
  private static final Duration EARLY = Duration.ofMinutes(1);
  private static final long USUAL_SECONDS = 3600;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TailnetSite.Login login;
  private final Wire wire;
  private final Function<SecretRef, Resolution> secrets;
  private final Clock clock;
  private Secret token;
  private Instant end = Instant.MIN;

  Tokens(TailnetSite.Login login, Wire wire, Function<SecretRef, Resolution> secrets, Clock clock) {
    this.login = login;
    this.wire = wire;
    this.secrets = secrets;
    this.clock = clock;
  }

  synchronized TailnetAnswer<Secret> current() {
    return switch (login) {
      case TailnetSite.Login.ApiKey(SecretRef key) -> secret(key);
      case TailnetSite.Login.OauthClient client ->
          clock.instant().isBefore(end) ? new TailnetAnswer.Told<>(token) : fresh(client);
    };
  }

  /** It was not taken; the next request gets another one. */
  synchronized void refused() {
    end = Instant.MIN;
  }

  private TailnetAnswer<Secret> secret(SecretRef ref) {
    return switch (secrets.apply(ref)) {
      case Resolution.Resolved(Secret secret) -> new TailnetAnswer.Told<>(secret);
      case Resolution.Unresolvable(String reason) ->
          new TailnetAnswer.Refused<>("the credential for Tailscale is not there: " + reason);
    };
  }

  private TailnetAnswer<Secret> fresh(TailnetSite.Login.OauthClient client) {
    return secret(client.id()).then(id -> secret(client.secret()).then(key -> fresh(id, key)));
  }

  private TailnetAnswer<Secret> fresh(Secret id, Secret key) {
    String form =
        "grant_type=client_credentials&client_id="
            + encoded(id.reveal())
            + "&client_secret="
            + encoded(key.reveal());
    return wire.post(TOKEN, Map.of("Content-Type", "application/x-www-form-urlencoded"), form)
        .then(this::token);
  }

  private TailnetAnswer<Secret> token(Reply reply) {
    if (!reply.isFine()) {
      return Faults.<Secret>of(reply, wire.host(), "", Faults.About.POLICY);
    }
    try {
      JsonNode answer = JSON.readTree(reply.body());
      String text = answer.path("access_token").asText("");
      if (text.isEmpty() || text.chars().anyMatch(c -> c <= ' ' || c > '~')) {
        return notUnderstood();
      }
      token = Secret.of(text);
      long seconds = Math.max(0, answer.path("expires_in").asLong(USUAL_SECONDS));
      end = clock.instant().plusSeconds(Math.min(seconds, USUAL_SECONDS)).minus(EARLY);
      return new TailnetAnswer.Told<>(token);
    } catch (JsonProcessingException e) {
      // The message of the exception would cite the token.
      return notUnderstood();
    }
  }

  private TailnetAnswer<Secret> notUnderstood() {
    return new TailnetAnswer.Refused<>(
        wire.host() + " gave no token that can be understood; is it the address of Tailscale?");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
