package io.meshinfra.reconcile;

import io.meshinfra.forge.Answer;
import io.meshinfra.forge.Connection;
import io.meshinfra.forge.ForgeLink;
import io.meshinfra.forge.ForgeProvider;
import io.meshinfra.forge.ForgeSettings;
import io.meshinfra.forge.ForgeSettings.App;
import io.meshinfra.forge.PullRequestEvents;
import io.meshinfra.forge.none.Branches;
import io.meshinfra.journal.Journal;
import io.meshinfra.model.Printable;
import io.meshinfra.model.SecretRef;
import io.meshinfra.reconcile.revision.GitBranches;
import io.meshinfra.reconcile.settings.HubSettings;
import io.meshinfra.secret.Secrets;
import io.meshinfra.source.RemoteBranches;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;

/** Finds the forge that the settings name, and lets it tell the hub what happens there. */
@ApplicationScoped
class ForgeProducer {
  private final HubSettings.Forge settings;

  ForgeProducer(HubSettings settings) {
    this.settings = settings.forge();
  }

  @Produces
  @Singleton
  ForgeLink link(@Any Instance<ForgeProvider> providers) {
    return new ForgeLink(settings.kind().map(kind -> connection(kind, providers)));
  }

  private Connection connection(String kind, Iterable<ForgeProvider> providers) {
    Map<String, ForgeProvider> byName = new TreeMap<>();
    providers.forEach(provider -> byName.put(provider.name(), provider));
    ForgeProvider provider = byName.get(kind);
    if (provider == null) {
      throw new IllegalStateException(
          "mesh.forge.kind is %s; there are: %s"
              .formatted(Printable.quote(kind), String.join(", ", byName.keySet())));
    }
    return switch (provider.connect(forge(), Secrets.installed(), Clock.systemUTC())) {
      case Answer.Given<Connection> given -> given.value();
      case Answer.Refused<Connection> refused -> throw new IllegalStateException(refused.reason());
      case Answer.Later<Connection> later -> throw new IllegalStateException(later.reason());
    };
  }

  /** Nothing is cloned before somebody looks. */
  @Produces
  @Singleton
  RemoteBranches remoteBranches(HubSettings all) {
    return new RemoteBranches(
        EngineWiring.sourceSettings(all),
        all.home().resolve("branches"),
        Secrets.installed(),
        Clock.systemUTC());
  }

  void close(@Disposes RemoteBranches remote) {
    remote.close();
  }

  @Produces
  @Singleton
  Branches branches(RemoteBranches remote) {
    return new GitBranches(remote);
  }

  private ForgeSettings forge() {
    return new ForgeSettings(
        settings.url().map(ForgeProducer::address),
        settings.repository(),
        settings.token().map(SecretRef::parse),
        settings.appId().map(this::app),
        settings.timeout());
  }

  private static URI address(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "mesh.forge.url is no address; it is like https://git.example.org", e);
    }
  }

  private App app(String id) {
    return new App(
        id,
        needed("mesh.forge.app-installation", settings.appInstallation()),
        SecretRef.parse(needed("mesh.forge.app-key", settings.appKey())));
  }

  private static String needed(String name, Optional<String> value) {
    return value.orElseThrow(
        () -> new IllegalStateException(name + " is not set; mesh.forge.app-id needs it"));
  }

  /**
   * One look after the other; whoever asks during one gets the next. A push may also be one to a
   * pull request, and not every forge says so.
   */
  @Produces
  @Singleton
  GitLooks looks(Hub hub, @Any Instance<PullRequestEvents> ears) {
    Thread.Builder threads = Thread.ofVirtual().name("webhook");
    return new GitLooks(
        () -> {
          hub.refresh();
          ears.forEach(PullRequestEvents::pushed);
        },
        Executors.newSingleThreadExecutor(threads.factory()));
  }

  @Produces
  @Singleton
  Webhooks webhooks(HubSettings all, GitLooks looks) {
    return new Webhooks(all.webhook().secret().map(SecretRef::parse), Secrets.installed(), looks);
  }

  @Produces
  @Singleton
  ForgeWebhooks forgeWebhooks(
      HubSettings all,
      ForgeLink link,
      Journal journal,
      GitLooks looks,
      @Any Instance<PullRequestEvents> ears) {
    return new ForgeWebhooks(
        link.connection().flatMap(Connection::hooks),
        settings.webhookSecret().or(all.webhook()::secret).map(SecretRef::parse),
        Secrets.installed(),
        journal.deliveries()::remember,
        new ForgeWebhooks.Ears(looks, ears));
  }

  /** Settings that do not do are told when the hub starts, not when somebody opens a door. */
  void start(@Observes StartupEvent event, ForgeLink link) {
    link.connection();
  }
}
