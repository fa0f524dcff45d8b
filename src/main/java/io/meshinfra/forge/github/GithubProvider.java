package io.meshinfra.forge.github;

import io.meshinfra.forge.Account;
import io.meshinfra.forge.Answer;
import io.meshinfra.forge.Connection;
import io.meshinfra.forge.ForgeProvider;
import io.meshinfra.forge.ForgeSettings;
import io.meshinfra.forge.Limits;
import io.meshinfra.forge.RepositoryName;
import io.meshinfra.forge.client.Address;
import io.meshinfra.forge.client.Credentials;
import io.meshinfra.forge.client.Line;
import io.meshinfra.forge.client.Purpose;
import io.meshinfra.forge.client.TokenCredentials;
import io.meshinfra.forge.client.Wire;
import io.meshinfra.forge.client.Wire.Manner;
import io.meshinfra.secret.Secrets;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/** {@code mesh.forge.kind=github}. */
@Singleton
public final class GithubProvider implements ForgeProvider {
  /** GitHub takes 65,536; what is written may grow a little on its way. */
  private static final Limits LIMITS = new Limits(65_000);

  private static final Set<String> PUBLIC_HOSTS = Set.of("github.com", "api.github.com");
  private static final URI PUBLIC = URI.create("https://api.github.com");
  private static final Purpose WHO = new Purpose("ask who it is", "no permission for that");

  @Override
  public String name() {
    return "github";
  }

  @Override
  public Answer<Connection> connect(ForgeSettings settings, Secrets secrets, Clock clock) {
    return RepositoryName.parse(settings.repository(), 2)
        .then(repository ->
            api(settings.url())
                .then(api -> {
                  Manner manner =
                      new Manner("GitHub", "Bearer", repository.toString(), settings.timeout());
                  Place place = new Place(api, repository, manner, clock);
                  return settings.app().isPresent()
                      ? Answer.of(place.asApp(settings.app().get(), secrets))
                      : TokenCredentials.of(settings, secrets).map(place::byToken);
                }));
  }

  /** The public one has its API under a name of its own, others have it in a folder. */
  private static Answer<URI> api(Optional<URI> url) {
    return url.map(URI::getHost).map(PUBLIC_HOSTS::contains).orElse(url.isEmpty())
        ? Answer.of(PUBLIC)
        : Address.of(url.get(), "/api/v3");
  }

  private record Place(URI api, RepositoryName repository, Manner manner, Clock clock) {
    Connection byToken(Credentials token) {
      Wire<GithubAccountApi> self = self(token);
      return connection(
          token, () -> self.ask(WHO, GithubAccountApi::user, user -> user.text("login")));
    }

    Connection asApp(ForgeSettings.App app, Secrets secrets) {
      Wire<GithubAccountApi> self = self(new AppKey(app, secrets, clock));
      return connection(
          new AppCredentials(self, app.installation(), clock),
          () -> self.ask(WHO, GithubAccountApi::app, its -> its.text("slug") + "[bot]"));
    }

    private Wire<GithubAccountApi> self(Credentials credentials) {
      return new Wire<>(new Line<>(GithubAccountApi.class, api), manner, credentials, clock);
    }

    private Connection connection(Credentials credentials, Account account) {
      URI there = URI.create(api + "/repos/" + repository);
      Wire<GithubApi> wire =
          new Wire<>(new Line<>(GithubApi.class, there), manner, credentials, clock);
      return new Connection(
          new GithubForge(wire),
          LIMITS,
          Optional.of(new GithubMembers(wire)),
          Optional.of(new GithubProposals(wire, repository)),
          Optional.of(new GithubHooks()),
          Optional.of(account));
    }
  }
}
