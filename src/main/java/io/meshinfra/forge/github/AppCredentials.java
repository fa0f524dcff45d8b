package io.meshinfra.forge.github;

import io.meshinfra.forge.Answer;
import io.meshinfra.forge.client.Credentials;
import io.meshinfra.forge.client.Json;
import io.meshinfra.forge.client.Purpose;
import io.meshinfra.forge.client.Wire;
import io.meshinfra.secret.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The hub as a GitHub App: it asks for a token of its installation and keeps it until shortly
 * before it ends.
 */
final class AppCredentials implements Credentials {
  /** A request that is under way must not see its token end. */
  private static final Duration BEFORE_THE_END = Duration.ofMinutes(5);

  private static final Purpose PURPOSE =
      new Purpose("work as a GitHub App", "to be installed for the repository");

  private final Wire<GithubAccountApi> asApp;
  private final String installation;
  private final Clock clock;
  private Optional<Token> kept = Optional.empty();

  /**
   * @param asApp asks as the App itself
   */
  AppCredentials(Wire<GithubAccountApi> asApp, String installation, Clock clock) {
    this.asApp = asApp;
    this.installation = installation;
    this.clock = clock;
  }

  private record Token(Secret secret, Instant until) {
    static Token of(Json answer) {
      return new Token(Secret.of(answer.text("token")), answer.instant("expires_at"));
    }
  }

  @Override
  public synchronized Answer<Secret> current() {
    Instant soon = clock.instant().plus(BEFORE_THE_END);
    if (kept.isPresent() && kept.get().until().isAfter(soon)) {
      return Answer.of(kept.get().secret());
    }
    return asApp
        .ask(PURPOSE, (api, ask) -> api.installationToken(ask, installation), Token::of)
        .map(this::keep);
  }

  private Secret keep(Token token) {
    kept = Optional.of(token);
    return token.secret();
  }

  @Override
  public synchronized void refused() {
    kept = Optional.empty();
  }

  @Override
  public String setting() {
    return "the GitHub App of mesh.forge.app-id";
  }
}
