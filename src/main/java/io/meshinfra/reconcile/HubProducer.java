package io.meshinfra.reconcile;

import io.meshinfra.converge.ansible.AnsibleSettings;
import io.meshinfra.converge.ansible.WorkTrees;
import io.meshinfra.journal.Journal;
import io.meshinfra.journal.RevisionSeen;
import io.meshinfra.model.SecretRef;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.secret.Secrets;
import io.meshinfra.source.GitSource;
import io.meshinfra.source.SourceSettings;
import io.meshinfra.source.WorkTree;
import io.meshinfra.transport.ssh.SshSettings;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;

/** Builds the hub from its settings, and starts and stops it with the process. */
@ApplicationScoped
class HubProducer {
  private final Clock clock = Clock.systemUTC();

  @Produces
  @Singleton
  Hub hub(HubSettings settings, Journal journal, Event<Pass> passes) {
    HubEvents events = new HubEvents(journal, clock);
    GitSource source = new GitSource(source(settings), Secrets.installed());
    RevisionReader reader = reader(settings);
    PolicyInForce policy = policy(reader, source, journal);
    Engine engine = engine(settings, source, journal, events, policy);
    Approvals approvals = new Approvals(journal, clock, settings.policy().approvalExpiry());
    Turns turns = new Turns();
    Pace pace = new Pace(new SecureRandom(), settings.loop().retryFirst());
    StatusBoard board = new StatusBoard();
    PassListener listener =
        new PassListeners(
            new PassEvents(events), approvals, turns, PassListeners.atTheEnd(passes::fire));
    Places places = new Places(settings.loop().parallel());
    Loop loop = loop(journal, engine, board, listener, pace, places);
    turns.wakeBy(node -> loop.ask(List.of(node), Turns.TURN, false));
    Revisions.Follower follower =
        (fleet, trigger) -> {
          policy.follow(fleet);
          loop.follow(fleet, trigger);
        };
    Revisions revisions = new Revisions(source, reader, journal, events, clock, follower);
    Previews previews = previews(reader, source, engine, revisions, loop, places);
    Hub.Rhythm rhythm =
        new Hub.Rhythm(pace, settings.source().interval(), settings.journal().retention());
    return new Hub(
        revisions, loop, previews, approvals, board, engine, journal, events, times(), rhythm);
  }

  private Loop.Times times() {
    return new Loop.Times(clock, Ticker.SYSTEM);
  }

  private static RevisionReader reader(HubSettings settings) {
    return new RevisionReader(
        ResourceTypes.installed(), settings.source().path().orElse(""), settings.policy().path());
  }

  private static PolicyInForce policy(RevisionReader reader, GitSource source, Journal journal) {
    return new PolicyInForce(
        reader,
        revision -> source.tree(revision, ""),
        revision -> journal.revisions().validBefore(revision).map(RevisionSeen::revision));
  }

  private Engine engine(
      HubSettings settings,
      GitSource source,
      Journal journal,
      HubEvents events,
      PolicyInForce policy) {
    return new Engine(
        engine(settings),
        workTrees(source, settings.home().resolve("worktrees")),
        new JournalMemory(journal),
        new HubSurroundings(policy, journal, Authors.of(source)),
        (node, line) -> events.tell("playbook", Optional.of(node), Optional.empty(), line),
        clock);
  }

  private Loop loop(
      Journal journal,
      Engine engine,
      StatusBoard board,
      PassListener listener,
      Pace pace,
      Places places) {
    return new Loop(
        engine.reconciliation()::reconcile,
        board,
        listener,
        pace,
        times(),
        places,
        node -> journal.suspensions().of(node, clock.instant()),
        engine::forget);
  }

  private static Previews previews(
      RevisionReader reader,
      GitSource source,
      Engine engine,
      Revisions revisions,
      Loop loop,
      Places places) {
    return new Previews(
        engine.reconciliation()::preview,
        places,
        loop::wasAway,
        revisions::inForce,
        new Fleets(source, reader),
        engine::forget);
  }

  /** One look after the other; whoever asks during one gets the next. */
  @Produces
  @Singleton
  Webhooks webhooks(HubSettings settings, Hub hub) {
    Thread.Builder threads = Thread.ofVirtual().name("webhook");
    return new Webhooks(
        settings.webhook().secret().map(SecretRef::parse),
        Secrets.installed(),
        hub::refresh,
        Executors.newSingleThreadExecutor(threads.factory()));
  }

  private static SourceSettings source(HubSettings settings) {
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
        source.sshIdentity(),
        source.knownHosts(),
        SourceSettings.IDLE_TIMEOUT,
        SourceSettings.TOTAL_TIMEOUT,
        source.allowRewind());
  }

  private static Engine.Settings engine(HubSettings settings) {
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
        settings.loop().oldestProbe());
  }

  private static WorkTrees workTrees(GitSource source, Path folder) {
    return revision ->
        switch (source.materialise(revision, folder)) {
          case WorkTree.Ready ready -> ready.directory();
          case WorkTree.Unavailable unavailable -> throw new IOException(unavailable.reason());
        };
  }

  void start(@Observes StartupEvent event, Hub hub) {
    hub.start();
  }

  void stop(@Observes ShutdownEvent event, Hub hub) {
    hub.close();
  }
}
