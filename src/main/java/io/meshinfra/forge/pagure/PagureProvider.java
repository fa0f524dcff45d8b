package io.meshinfra.forge.pagure;

import io.meshinfra.forge.Account;
import io.meshinfra.forge.Answer;
import io.meshinfra.forge.Connection;
import io.meshinfra.forge.Forge;
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

/** {@code mesh.forge.kind=pagure}. */
@Singleton
public final class PagureProvider implements ForgeProvider {
  /**
   * Pagure takes much longer ones. But each news is another comment, none of them folds, they go
   * out by mail, and all of them come with every list of pull requests.
   */
  private static final Limits LIMITS = new Limits(20_000, false, false);

  private static final URI PUBLIC = URI.create("https://pagure.io");
  private static final String API = "/api/0";
  private static final Purpose WHO = new Purpose("ask who it is", "no right for that");

  @Override
  public String name() {
    return "pagure";
  }

  /** A project is {@code name}, {@code namespace/name}, or one of these after {@code fork/user}. */
  @Override
  public Answer<Connection> connect(ForgeSettings settings, Secrets secrets, Clock clock) {
    if (settings.token().isEmpty()) {
      return new Answer.Refused<>(
          "Pagure wants to know who asks: set mesh.forge.token, like file:/etc/mesh/forge-token");
    }
    Credentials token = new TokenCredentials(settings.token().get(), secrets);
    URI url = settings.url().orElse(PUBLIC);
    return RepositoryName.parse(settings.repository(), 1, 4)
        .then(project ->
            Address.of(url, API).map(api -> connection(settings, project, api, token, clock)));
  }

  private static Connection connection(
      ForgeSettings settings, RepositoryName project, URI api, Credentials token, Clock clock) {
    Manner manner = new Manner("Pagure", "token", project.toString(), settings.timeout());
    Wire<PagureInstanceApi> instance =
        new Wire<>(new Line<>(PagureInstanceApi.class, api), manner, token, clock);
    Wire<PagureApi> wire =
        new Wire<>(
            new Line<>(PagureApi.class, URI.create(api + "/" + project)), manner, token, clock);
    Account account =
        () -> instance.ask(WHO, (a, ask) -> a.whoami(ask), user -> user.text("username"));
    String server = api.toString().substring(0, api.toString().length() - API.length());
    PagurePulls pulls = new PagurePulls(URI.create(server + "/" + project));
    Forge forge = new PagureForge(wire, pulls, new PagureFlags(token), account);
    return new Connection(
        forge,
        LIMITS,
        Optional.of(new PagureMembers(wire, instance)),
        Optional.of(new PagureProposals(wire, pulls, forge)),
        Optional.of(new PagureHooks()),
        Optional.of(account));
  }
}
