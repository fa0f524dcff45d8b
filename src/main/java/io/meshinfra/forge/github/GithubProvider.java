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

/** {@code mesh.forge.kind=github}. */
@Singleton
public final class GithubProvider implements ForgeProvider {
  /** GitHub takes 65,536; what is written may grow a little on its way. */
  private static final Limits LIMITS = new Limits(65_000);

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
            api(settings.url()).then(api -> shown(settings, repository, api, secrets, clock)));
  }

  /** The public one has its API under a name of its own, others have it in a folder. */
  private static Answer<URI> api(Optional<URI> url) {
    return url.isEmpty() || "github.com".equals(url.get().getHost())
        ? Answer.of(PUBLIC)
        : Address.of(url.get(), "/api/v3");
  }

  private static Answer<Connection> shown(
      ForgeSettings settings, RepositoryName repository, URI api, Secrets secrets, Clock clock) {
    Manner manner = new Manner("GitHub", "Bearer", repository.toString(), settings.timeout());
    Line<GithubAccountApi> line = new Line<>(GithubAccountApi.class, api);
    Line<GithubApi> there = new Line<>(GithubApi.class, URI.create(api + "/repos/" + repository));
    if (settings.app().isPresent()) {
      AppKey key = new AppKey(settings.app().get(), secrets, clock);
      Wire<GithubAccountApi> asApp = new Wire<>(line, manner, key, clock);
      Credentials installed = new AppCredentials(asApp, settings.app().get().installation(), clock);
      Account account =
          () -> asApp.ask(WHO, GithubAccountApi::app, app -> app.text("slug") + "[bot]");
      return Answer.of(
          connection(repository, new Wire<>(there, manner, installed, clock), account));
    }
    if (settings.token().isEmpty()) {
      return new Answer.Refused<>(
          "GitHub wants to know who asks: set mesh.forge.token, like file:/etc/mesh/forge-token,"
              + " or mesh.forge.app-id, mesh.forge.app-installation and mesh.forge.app-key");
    }
    Credentials token = new TokenCredentials(settings.token().get(), secrets);
    Wire<GithubAccountApi> asUser = new Wire<>(line, manner, token, clock);
    Account account = () -> asUser.ask(WHO, GithubAccountApi::user, user -> user.text("login"));
    return Answer.of(connection(repository, new Wire<>(there, manner, token, clock), account));
  }

  private static Connection connection(
      RepositoryName repository, Wire<GithubApi> wire, Account account) {
    return new Connection(
        new GithubForge(wire),
        LIMITS,
        Optional.of(new GithubMembers(wire)),
        Optional.of(new GithubProposals(wire, repository)),
        Optional.of(new GithubHooks()),
        Optional.of(account));
  }
}
