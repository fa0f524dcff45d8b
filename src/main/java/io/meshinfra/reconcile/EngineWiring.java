package io.meshinfra.reconcile;

import io.meshinfra.converge.ansible.AnsibleSettings;
import io.meshinfra.converge.ansible.WorkTrees;
import io.meshinfra.converge.seal.Sealing;
import io.meshinfra.converge.seal.StampKey;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.SecretRef;
import io.meshinfra.reconcile.hello.HelloKeys;
import io.meshinfra.reconcile.identity.HostCertificates;
import io.meshinfra.reconcile.pass.Memory;
import io.meshinfra.reconcile.pass.Surroundings;
import io.meshinfra.reconcile.settings.HubHome;
import io.meshinfra.reconcile.settings.HubSettings;
import io.meshinfra.reconcile.settings.NodeSecrets;
import io.meshinfra.secret.Secrets;
import io.meshinfra.source.GitSource;
import io.meshinfra.source.SourceSettings;
import io.meshinfra.source.WorkTree;
import io.meshinfra.transport.ssh.SshSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * What reaches nodes and the repository, built from the settings of the hub.
 *
 * @param source the repository of the desired state
 */
record EngineWiring(HubSettings settings, GitSource source) {
  static EngineWiring of(HubSettings settings) {
    return new EngineWiring(settings, new GitSource(sourceSettings(settings), Secrets.installed()));
  }

  Engine engine(
      Memory memory,
      Surroundings surroundings,
      Leasing leasing,
      HostCertificates hostCertificates,
      BiConsumer<NodeName, String> playbookLines,
      Clock clock) {
    WorkTrees trees = workTrees(settings.home().resolve("worktrees"));
    return new Engine(
        engineSettings(),
        new Engine.Supplies(trees, sealing(hostCertificates), leasing::token),
        memory,
        surroundings,
        playbookLines::accept,
        clock);
  }

  /** Of the repository of the desired state; without one there is nothing to do for a hub. */
  static SourceSettings sourceSettings(HubSettings settings) {
    HubSettings.Source source = settings.source();
    String remote =
        source
            .remote()
            .orElseThrow(() ->
                new IllegalStateException(
                    "mesh.source.remote is not set; it names the git repository of the desired"
                        + " state, e.g. MESH_SOURCE_REMOTE=/srv/git/fleet.git mesh serve"));
    return new SourceSettings(
        remote,
        source.branch(),
        source.path().orElse(""),
        settings.home().resolve("source"),
        source.token().map(SecretRef::parse),
        source.ca(),
        source.sshIdentity(),
        source.knownHosts(),
        SourceSettings.IDLE_TIMEOUT,
        SourceSettings.TOTAL_TIMEOUT,
        source.allowRewind());
  }

  private Engine.Settings engineSettings() {
    HubSettings.Ssh ssh = settings.ssh();
    List<Path> identities = ssh.identities().orElse(List.of());
    SshSettings plain = SshSettings.of(identities, ssh.agent());
    return new Engine.Settings(
        new SshSettings(
            plain.identities(),
            plain.passphrase(),
            plain.agentSocket(),
            ssh.connectTimeout(),
            plain.authTimeout(),
            plain.heartbeat(),
            plain.maxChannels(),
            plain.maxConnects()),
        new AnsibleSettings(
            settings.ansible().command(),
            identities.stream().findFirst(),
            settings.ansible().checkInterval(),
            settings.ansible().timeout(),
            AnsibleSettings.of(Optional.empty()).parallel()),
        settings.loop().probeTimeout(),
        settings.loop().stepTimeout(),
        settings.loop().patience(),
        settings.loop().oldestProbe(),
        settings.loop().guardTime(),
        HubSettings.Generations.keeping(settings.generations()));
  }

  private Sealing sealing(HostCertificates hostCertificates) {
    Path home = settings.home();
    try {
      HubHome.make(home);
      return new Sealing(
          HubIdentity.withheld(
              settings,
              Secrets.within(NodeSecrets.of(settings.secrets(), home))
                  .and(HelloKeys.in(home))
                  .and(hostCertificates)),
          StampKey.kept(home.resolve("stamp-key")),
          revision -> source.tree(revision, ""));
    } catch (IOException e) {
      throw new UncheckedIOException("the key for comparing secrets cannot be kept", e);
    }
  }

  private WorkTrees workTrees(Path folder) {
    return revision ->
        switch (source.materialise(revision, folder)) {
          case WorkTree.Ready ready -> ready.directory();
          case WorkTree.Unavailable unavailable -> throw new IOException(unavailable.reason());
        };
  }
}
