package io.meshinfra.forge.gitea;

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

/** {@code mesh.forge.kind=gitea}, for Forgejo too. */
@Singleton
public final class GiteaProvider implements ForgeProvider {
  /** Gitea itself sets none; more than this nobody reads. */
  private static final Limits LIMITS = new Limits(250_000);

  private static final Purpose WHO = new Purpose("ask who it is", "the scope \"read:user\"");

  @Override
  public String name() {
    return "gitea";
  }

  @Override
  public Answer<Connection> connect(ForgeSettings settings, Secrets secrets, Clock clock) {
    return RepositoryName.parse(settings.repository(), 2)
        .then(repository ->
            url(settings)
                .then(api ->
                    TokenCredentials.of(settings, secrets)
                        .map(token -> {
                          Manner manner =
                              new Manner(
                                  "Gitea", "token", repository.toString(), settings.timeout());
                          return connection(api, repository, manner, token, clock);
                        })));
  }

  private static Answer<URI> url(ForgeSettings settings) {
    return settings
        .url()
        .map(url -> Address.of(url, "/api/v1"))
        .orElseGet(() ->
            new Answer.Refused<>(
                "mesh.forge.url is not set; it is the address of the Gitea or Forgejo, like"
                    + " https://codeberg.org"));
  }

  private static Connection connection(
      URI api, RepositoryName repository, Manner manner, Credentials token, Clock clock) {
    URI there = URI.create(api + "/repos/" + repository);
    Wire<GiteaApi> wire = new Wire<>(new Line<>(GiteaApi.class, there), manner, token, clock);
    Wire<GiteaAccountApi> self =
        new Wire<>(new Line<>(GiteaAccountApi.class, api), manner, token, clock);
    Account account = () -> self.ask(WHO, GiteaAccountApi::user, user -> user.text("login"));
    return new Connection(
        new GiteaForge(wire),
        LIMITS,
        Optional.of(new GiteaMembers(wire)),
        Optional.of(new GiteaProposals(wire)),
        Optional.of(new GiteaHooks()),
        Optional.of(account));
  }
}
