package io.meshinfra.reconcile;

import io.meshinfra.desired.Fleet;
import io.meshinfra.journal.Journal;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.Revision;
import io.meshinfra.model.SecretRef;
import io.meshinfra.network.NetworkPlan;
import io.meshinfra.reconcile.revision.RevisionReader;
import io.meshinfra.reconcile.revision.Revisions;
import io.meshinfra.reconcile.settings.HubSettings;
import io.meshinfra.reconcile.settings.TailscaleSettings;
import io.meshinfra.reconcile.tailnet.TailnetDevices;
import io.meshinfra.reconcile.tailnet.TailnetPolicies;
import io.meshinfra.secret.Secrets;
import io.meshinfra.source.GitSource;
import io.meshinfra.tailnet.DeviceClient;
import io.meshinfra.tailnet.TailnetClient;
import io.meshinfra.tailnet.TailnetSite;
import java.time.Clock;
import java.util.Optional;

/** Builds what looks after the policy file of the tailnet from the settings of the hub. */
final class TailnetAccess {
  private TailnetAccess() {}

  static TailnetPolicies policies(
      HubSettings settings,
      RevisionReader reader,
      GitSource source,
      Revisions revisions,
      Journal journal,
      Clock clock) {
    return new TailnetPolicies(
        site(settings.tailscale())
            .map(site -> new TailnetClient(site, Secrets.installed()::resolve, clock)),
        new TailnetPolicies.Repository(
            () -> revisions.inForce().map(Fleet::revision),
            revision -> policy(reader, source, revision)),
        journal.audit(),
        settings.home().resolve("tailnet"),
        clock);
  }

  static TailnetDevices devices(HubSettings settings, Journal journal, Clock clock) {
    return new TailnetDevices(
        site(settings.tailscale())
            .map(site -> new DeviceClient(site, Secrets.installed()::resolve, clock)),
        journal.audit());
  }

  private static Optional<String> policy(
      RevisionReader reader, GitSource source, Revision revision) {
    try {
      return reader.network(source.tree(revision, "")) instanceof NetworkPlan.Planned(var network)
          ? network.tailnet()
          : Optional.empty();
    } catch (FileTree.UnreadableFile e) {
      // Nothing is put that could not be read; the next look tries again.
      return Optional.empty();
    }
  }

  /** Empty when no credential is configured. */
  static Optional<TailnetSite> site(TailscaleSettings settings) {
    return login(settings)
        .map(login ->
            new TailnetSite(settings.api(), settings.tailnet(), login, settings.patience()));
  }

  private static Optional<TailnetSite.Login> login(TailscaleSettings settings) {
    if (settings.oauthClientId().isPresent() != settings.oauthClientSecret().isPresent()
        || settings.oauthClientId().isPresent() && settings.apiKey().isPresent()) {
      throw new IllegalStateException(
          "mesh.tailscale has either api-key, or oauth-client-id and oauth-client-secret");
    }
    return settings
        .oauthClientId()
        .<TailnetSite.Login>map(id ->
            new TailnetSite.Login.OauthClient(
                SecretRef.parse(id), SecretRef.parse(settings.oauthClientSecret().orElseThrow())))
        .or(() -> settings.apiKey().map(key -> new TailnetSite.Login.ApiKey(SecretRef.parse(key))));
  }
}
