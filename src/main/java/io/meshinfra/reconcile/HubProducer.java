package io.meshinfra.reconcile;

import io.meshinfra.converge.ansible.AnsibleSettings;
import io.meshinfra.converge.ansible.WorkTrees;
import io.meshinfra.converge.seal.Sealing;
import io.meshinfra.converge.seal.StampKey;
import io.meshinfra.converge.shell.Keeping;
import io.meshinfra.desired.Fleet;
import io.meshinfra.journal.Journal;
import io.meshinfra.journal.RevisionSeen;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.SecretRef;
import io.meshinfra.policy.guard.Guarding;
import io.meshinfra.reconcile.agent.Agents;
import io.meshinfra.reconcile.hello.HelloKeys;
import io.meshinfra.reconcile.rollout.Rollouts;
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
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Builds the hub from its settings, and starts and stops it with the process. */
@ApplicationScoped
class HubProducer {
  private final Clock clock = Clock.systemUTC();

  @Produces
  @Singleton
  Hub hub(
      HubSettings settings,
      Journal journal,
      Event<Pass> passes,
      Event<StayedAway> absences,
      Leasing leasing) {
    HubEvents events = new HubEvents(journal, clock);
    GitSource source = new GitSource(source(settings), Secrets.installed());
    SignedCommits signed =
        new SignedCommits(SignedCommits.Settings.of(settings.source()), source, clock);
    RevisionReader reader = reader(settings);
    Fleets fleets = new Fleets(source, reader);
    Baselines baselines = new Baselines(fleets::at);
    RolloutSide side = new RolloutSide(events, fleets::at);
    Rollouts rollouts = new Rollouts(journal, side, clock);
    Memory memory = new JournalMemory(journal, baselines, rollouts::begun);
    PolicyInForce policy = policy(reader, source, journal);
    Surroundings surroundings = new HubSurroundings(policy, journal, Authors.of(source), rollouts);
    Engine engine = engine(settings, source, memory, surroundings, events, leasing);
    Watch watch = Watch.of(engine, journal, events, clock);
    StatusBoard board = new StatusBoard();
    LeftBehind leftBehind = LeftBehind.of(engine, settings, board, events);
    Consumer<NodeName> forget =
        node -> {
          leftBehind.forget(node, engine::forget);
          baselines.forget(node);
          watch.forget(node);
        };
    Approvals approvals = new Approvals(journal, clock, settings.policy().approvalExpiry());
    Turns turns = new Turns();
    Pace pace = new Pace(new SecureRandom(), settings.loop().retryFirst());
    PassListener listener =
        new PassListeners(
            new PassEvents(events),
            approvals,
            turns,
            PassListeners.atTheEnd(rollouts::ended),
            PassListeners.atTheEnd(passes::fire, absences::fire));
    Places places = new Places(settings.loop().parallel(), settings.loop().returning());
    Suspensions suspensions = new Suspensions(journal, board, events, clock);
    Reverts reverts =
        new Reverts(
            (work, hears) -> leftBehind.reconcile(rollouts.hold(work), hears),
            engine.reconciliation()::carryOut);
    AtomicReference<Optional<Fleet>> inForce = new AtomicReference<>(Optional.empty());
    BreakGlasses glasses = new BreakGlasses(reverts, journal, events, clock);
    Rollbacks rollbacks =
        new Rollbacks(
            glasses,
            engine.reconciliation()::rollBack,
            engine.generations()::of,
            inForce::get,
            clock);
    Loop loop = loop(rollbacks, board, listener, pace, places, watch, suspensions, forget);
    Agents agents = agents(reader, source, journal, events);
    turns.wakeBy(node -> loop.ask(List.of(node), Turns.TURN, false));
    side.attach(
        new RolloutSide.Parts(
            new Conditions(board),
            (nodes, insist) -> loop.ask(nodes, RolloutSide.TRIGGER, insist),
            engine.health(),
            rollbacks));
    Revisions.Follower follower =
        (fleet, trigger) -> {
          policy.follow(fleet);
          inForce.set(Optional.of(fleet));
          rollouts.follow(fleet);
          loop.follow(fleet, trigger);
          EscapeText.keep(settings.home(), fleet, source);
        };
    Revisions revisions =
        new Revisions(
            source, reader, journal, events, clock, signed.and(agents::refusal), follower);
    Previews previews = previews(fleets, engine, revisions, loop, places);
    Upkeep.Rhythm rhythm =
        new Upkeep.Rhythm(pace, settings.source().interval(), settings.journal().retention());
    Upkeep.Tenure tenure = LeasingProducer.tenure(leasing);
    Upkeep upkeep = new Upkeep(revisions, loop, previews, engine, journal, times(), rhythm, tenure);
    ByHand byHand =
        new ByHand(rollbacks, glasses, suspensions, loop, previews, inForce::get, journal.audit());
    Presences presences =
        Presences.of(
            watch.roll(),
            loop,
            new Debts.Sources(fleets, source, journal, inForce::get),
            engine,
            settings);
    Guarding guarding = new Guarding(settings.loop().guardTime());
    Foresight foresight = new Foresight(policy, journal, Authors.of(source), guarding, clock);
    return new Hub(
        revisions,
        loop,
        new Beside(
            previews, presences, foresight, reverts, byHand, engine.evidence(), signed, rollouts),
        approvals,
        board,
        suspensions,
        journal,
        events,
        upkeep,
        agents);
  }

  private Agents agents(
      RevisionReader reader, GitSource source, Journal journal, HubEvents events) {
    return new Agents(
        new Agents.Repository(source, reader::load),
        journal,
        (type, node, message) -> events.tell(type, node, Optional.empty(), message),
        clock,
        new SecureRandom());
  }

  @Produces
  @Singleton
  Agents agents(Hub hub) {
    return hub.agents();
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
      Memory memory,
      Surroundings surroundings,
      HubEvents events,
      Leasing leasing) {
    WorkTrees trees = workTrees(source, settings.home().resolve("worktrees"));
    return new Engine(
        engine(settings),
        new Engine.Supplies(trees, sealing(settings, source), leasing::token),
        memory,
        surroundings,
        (node, line) -> events.tell("playbook", Optional.of(node), Optional.empty(), line),
        clock);
  }

  private Loop loop(
      Rollbacks passes,
      StatusBoard board,
      PassListener listener,
      Pace pace,
      Places places,
      Watch watch,
      Suspensions suspensions,
      Consumer<NodeName> forget) {
    return new Loop(
        passes,
        board,
        listener,
        pace,
        times(),
        places,
        watch,
        node -> passes.wants(node) ? Optional.empty() : suspensions.of(node),
        forget);
  }

  private static Previews previews(
      Fleets fleets, Engine engine, Revisions revisions, Loop loop, Places places) {
    return new Previews(
        engine.reconciliation()::preview,
        places,
        loop::wasAway,
        revisions::inForce,
        fleets,
        engine::forget);
  }

  static SourceSettings source(HubSettings settings) {
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
        settings.loop().oldestProbe(),
        settings.loop().guardTime(),
        new Keeping(settings.generations().keep(), settings.generations().oldest()));
  }

  private static Sealing sealing(HubSettings settings, GitSource source) {
    Path home = settings.home();
    try {
      HubHome.make(home);
      return new Sealing(
          Secrets.within(NodeSecrets.of(settings.secrets(), home)).and(HelloKeys.in(home)),
          StampKey.kept(home.resolve("stamp-key")),
          revision -> source.tree(revision, ""));
    } catch (IOException e) {
      throw new UncheckedIOException("the key for comparing secrets cannot be kept", e);
    }
  }

  private static WorkTrees workTrees(GitSource source, Path folder) {
    return revision ->
        switch (source.materialise(revision, folder)) {
          case WorkTree.Ready ready -> ready.directory();
          case WorkTree.Unavailable unavailable -> throw new IOException(unavailable.reason());
        };
  }

  void start(@Observes StartupEvent event, Hub hub) {
    hub.upkeep().start();
  }

  void stop(@Observes ShutdownEvent event, Hub hub) {
    hub.close();
  }
}
