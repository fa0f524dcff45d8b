package io.meshinfra.reconcile;

import io.meshinfra.desired.Fleet;
import io.meshinfra.journal.Journal;
import io.meshinfra.journal.RevisionSeen;
import io.meshinfra.model.NodeName;
import io.meshinfra.policy.guard.Guarding;
import io.meshinfra.reconcile.agent.Agents;
import io.meshinfra.reconcile.identity.HostCertificates;
import io.meshinfra.reconcile.loop.Loop;
import io.meshinfra.reconcile.loop.Pace;
import io.meshinfra.reconcile.loop.PathWatch;
import io.meshinfra.reconcile.loop.Places;
import io.meshinfra.reconcile.loop.RollCall;
import io.meshinfra.reconcile.loop.Ticker;
import io.meshinfra.reconcile.loop.Turns;
import io.meshinfra.reconcile.loop.Watch;
import io.meshinfra.reconcile.pass.PassListener;
import io.meshinfra.reconcile.pass.PassListeners;
import io.meshinfra.reconcile.revision.Authors;
import io.meshinfra.reconcile.revision.Baselines;
import io.meshinfra.reconcile.revision.Fleets;
import io.meshinfra.reconcile.revision.PolicyInForce;
import io.meshinfra.reconcile.revision.RevisionReader;
import io.meshinfra.reconcile.revision.Revisions;
import io.meshinfra.reconcile.revision.SignedCommits;
import io.meshinfra.reconcile.rollout.Rollouts;
import io.meshinfra.reconcile.settings.HubSettings;
import io.meshinfra.reconcile.status.Conditions;
import io.meshinfra.reconcile.status.HubEvents;
import io.meshinfra.reconcile.status.PassEvents;
import io.meshinfra.reconcile.status.StatusBoard;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.source.GitSource;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Puts the parts of the hub together, once. In the order in which they stand on each other: the
 * repository, the engine, what is known of nodes, the loop, what people do by hand.
 */
final class HubWiring {
  private final Clock clock = Clock.systemUTC();
  private final HubSettings settings;
  private final Journal journal;
  private final Leasing leasing;

  private final HubEvents events;
  private final GitSource source;
  private final RevisionReader reader;
  private final PolicyInForce policy;
  private final Fleets fleets;
  private final Baselines baselines;
  private final AtomicReference<Optional<Fleet>> inForce = new AtomicReference<>(Optional.empty());

  private final RolloutSide side;
  private final Rollouts rollouts;
  private final HubIdentity identity;
  private final HostCertificates hostCertificates;
  private final Engine engine;

  private final StatusBoard board = new StatusBoard();
  private final Reality reality;
  private final Watch watch;
  private final LeftBehind leftBehind;
  private final Suspensions suspensions;
  private final Approvals approvals;
  private final Reverts reverts;
  private final BreakGlasses glasses;
  private final Rollbacks rollbacks;

  private final Pace pace;
  private final Places places;
  private final Loop loop;

  /**
   * @param told of each pass and each absence, after the hub itself
   */
  HubWiring(HubSettings settings, Journal journal, Leasing leasing, PassListener told) {
    this.settings = settings;
    this.journal = journal;
    this.leasing = leasing;
    this.events = new HubEvents(journal, clock);
    EngineWiring wiring = EngineWiring.of(settings);
    this.source = wiring.source();
    this.reader = reader(settings);
    this.policy = policy(reader, source, journal);
    this.fleets = new Fleets(source, reader);
    this.baselines = new Baselines(fleets::at);
    this.side = new RolloutSide(events, fleets::at);
    this.rollouts = new Rollouts(journal, side, clock);
    this.identity = HubIdentity.of(settings, reader, revision -> source.tree(revision, ""));
    this.hostCertificates = identity.hostCertificates(inForce::get, journal, events, clock);
    this.engine =
        wiring.engine(
            new JournalMemory(journal, baselines, rollouts::begun),
            new HubSurroundings(policy, journal, Authors.of(source), rollouts),
            leasing,
            hostCertificates,
            (node, line) -> events.tell("playbook", Optional.of(node), Optional.empty(), line),
            clock);
    this.reality =
        Reality.of(
            new Reality.Parts(
                settings, engine, journal, events, board, inForce::get, leasing, clock),
            reader,
            source);
    this.watch =
        new Watch(
            new RollCall(journal.attendance(), events::ofNode, clock),
            engine::knock,
            new PathWatch(engine::detour, events::ofNode));
    this.leftBehind = LeftBehind.of(engine, settings, board, events);
    this.suspensions = new Suspensions(journal, board, events, clock);
    this.approvals = new Approvals(journal, clock, settings.policy().approvalExpiry());
    this.reverts =
        new Reverts(
            (work, hears) -> leftBehind.reconcile(rollouts.hold(work), hears),
            engine.reconciliation()::carryOut);
    this.glasses = new BreakGlasses(reverts, journal, events, clock);
    this.rollbacks =
        new Rollbacks(
            glasses,
            engine.reconciliation()::rollBack,
            engine.generations()::of,
            inForce::get,
            journal.rollbacks(),
            clock);
    this.pace = new Pace(new SecureRandom(), settings.loop().retryFirst());
    this.places = new Places(settings.loop().parallel(), settings.loop().returning());
    this.loop = loop(told);
  }

  Hub hub() {
    Agents agents = agents();
    SignedCommits signed =
        new SignedCommits(SignedCommits.Settings.of(settings.source()), source, clock);
    Revisions revisions =
        new Revisions(
            source,
            reader,
            journal,
            events,
            clock,
            signed.and(agents::refusal).and(identity.tokens()::refusal),
            this::follow);
    Previews previews = previews(revisions);
    return new Hub(
        revisions,
        loop,
        beside(revisions, previews, signed),
        approvals,
        board,
        suspensions,
        journal,
        events,
        upkeep(revisions, previews),
        agents);
  }

  private Loop loop(PassListener told) {
    Turns turns = new Turns();
    PassListener listener =
        new PassListeners(
            new PassEvents(events),
            approvals,
            turns,
            PassListeners.atTheEnd(rollouts::ended),
            told);
    Loop made =
        new Loop(
            rollbacks,
            board,
            listener,
            pace,
            times(),
            places,
            watch,
            node -> suspensions.of(node).filter(suspended -> !rollbacks.wants(node)),
            this::forget);
    turns.wakeBy(node -> made.ask(List.of(node), Turns.TURN, false));
    side.attach(
        new RolloutSide.Parts(
            new Conditions(board),
            (nodes, insist) -> made.ask(nodes, RolloutSide.TRIGGER, insist),
            engine.health(),
            rollbacks,
            Optional.of(reality.changes()).filter(changes -> reality.judgesChanges())));
    return made;
  }

  private void forget(NodeName node) {
    leftBehind.forget(node, engine::forget);
    baselines.forget(node);
    watch.forget(node);
  }

  private void follow(Fleet fleet, String trigger) {
    policy.follow(fleet);
    inForce.set(Optional.of(fleet));
    rollouts.follow(fleet);
    loop.follow(fleet, trigger);
    EscapeText.keep(settings.home(), fleet, source);
  }

  private Agents agents() {
    return new Agents(
        new Agents.Repository(source, reader::load),
        journal,
        (type, node, message) -> events.tell(type, node, Optional.empty(), message),
        clock,
        new SecureRandom());
  }

  private Previews previews(Revisions revisions) {
    return new Previews(
        engine.reconciliation()::preview,
        places,
        loop::wasAway,
        revisions::inForce,
        fleets,
        engine::forget);
  }

  private Beside beside(Revisions revisions, Previews previews, SignedCommits signed) {
    Presences presences =
        Presences.of(
            watch.roll(),
            loop,
            new Debts.Sources(fleets, source, journal, inForce::get),
            engine,
            settings);
    Guarding guarding = new Guarding(settings.loop().guardTime());
    Foresight foresight = new Foresight(policy, journal, Authors.of(source), guarding, clock);
    ByHand byHand =
        new ByHand(rollbacks, glasses, suspensions, loop, previews, inForce::get, journal.audit());
    return new Beside(
        previews,
        presences,
        foresight,
        reverts,
        byHand,
        engine.evidence(),
        signed,
        rollouts,
        identity.certificates(inForce::get, journal, events, clock),
        hostCertificates,
        TailnetAccess.policies(settings, reader, source, revisions, journal, clock),
        TailnetAccess.devices(settings, journal, clock),
        reality);
  }

  private Upkeep upkeep(Revisions revisions, Previews previews) {
    Upkeep.Rhythm rhythm =
        new Upkeep.Rhythm(pace, settings.source().interval(), settings.journal().retention());
    Upkeep.Tenure tenure = LeasingProducer.tenure(leasing);
    return new Upkeep(revisions, loop, previews, engine, journal, times(), rhythm, tenure);
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
}
