package io.meshinfra.forge.gitlab;

import io.meshinfra.forge.Account;
import io.meshinfra.forge.Answer;
import io.meshinfra.forge.Connection;
import io.meshinfra.forge.ForgeProvider;
import io.meshinfra.forge.ForgeSettings;
import io.meshinfra.forge.Limits;
import io.meshinfra.forge.RepositoryName;
import io.meshinfra.forge.client.Address;
import io.meshinfra.forge.client.Line;
import io.meshinfra.forge.client.Purpose;
import io.meshinfra.forge.client.TokenCredentials;
import io.meshinfra.forge.client.Wire;
import io.meshinfra.secret.Secrets;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;

/** {@code mesh.forge.kind=gitlab}. */
@Singleton
public final class GitlabProvider implements ForgeProvider {
  /** GitLab takes 1,000,000; spaces before slashes make it longer. */
  private static final Limits LIMITS = new Limits(900_000);

  /** GitLab's own limit of groups in groups, and the project. */
  private static final int DEEPEST = 21;

  private static final URI PUBLIC = URI.create("https://gitlab.com");
  private static final Purpose WHO = new Purpose("ask who it is", "the scope \"api\"");

  @Override
  public String name() {
    return "gitlab";
  }

  @Override
  public Answer<Connection> connect(ForgeSettings settings, Secrets secrets, Clock clock) {
    return RepositoryName.parse(settings.repository(), DEEPEST)
        .then(project ->
            Address.of(settings.url().orElse(PUBLIC), "/api/v4")
                .then(api ->
                    TokenCredentials.of(settings, secrets)
                        .map(token ->
                            connection(
                                new Wire<>(
                                    new Line<>(GitlabApi.class, api),
                                    new Wire.Manner(
                                        "GitLab", "Bearer", project.toString(), settings.timeout()),
                                    token,
                                    clock),
                                project.toString()))));
  }

  private static Connection connection(Wire<GitlabApi> wire, String project) {
    Account account = () -> wire.ask(WHO, GitlabApi::user, user -> user.text("username"));
    return new Connection(
        new GitlabForge(wire, project),
        LIMITS,
        Optional.of(new GitlabMembers(wire, project)),
        Optional.of(new GitlabProposals(wire, project)),
        Optional.of(new GitlabHooks()),
        Optional.of(account));
  }
}
