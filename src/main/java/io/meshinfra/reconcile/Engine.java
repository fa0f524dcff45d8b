package io.meshinfra.reconcile;

import io.meshinfra.converge.Converger;
import io.meshinfra.converge.Inspection;
import io.meshinfra.converge.alone.NodeAlone;
import io.meshinfra.converge.ansible.AnsiblePlaybooks;
import io.meshinfra.converge.ansible.AnsibleSettings;
import io.meshinfra.converge.ansible.Progress;
import io.meshinfra.converge.ansible.WorkTrees;
import io.meshinfra.converge.seal.Sealing;
import io.meshinfra.converge.shell.Keeping;
import io.meshinfra.converge.shell.NodeGenerations;
import io.meshinfra.converge.shell.ShellRuns;
import io.meshinfra.join.inventory.InventoryProbe;
import io.meshinfra.model.AccessPath;
import io.meshinfra.model.FencingToken;
import io.meshinfra.model.NoWayIn;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Target;
import io.meshinfra.policy.PolicyGate;
import io.meshinfra.policy.PruneConsent;
import io.meshinfra.policy.StaleSnapshot;
import io.meshinfra.policy.guard.Guarding;
import io.meshinfra.probe.EvidenceProbe;
import io.meshinfra.probe.HealthProbe;
import io.meshinfra.probe.Prober;
import io.meshinfra.probe.TunnelKeyProbe;
import io.meshinfra.probe.flow.FlowProbe;
import io.meshinfra.probe.link.LinkProbe;
import io.meshinfra.reconcile.flow.FlowTrials;
import io.meshinfra.reconcile.pass.Admission;
import io.meshinfra.reconcile.pass.Memory;
import io.meshinfra.reconcile.pass.RunIds;
import io.meshinfra.reconcile.pass.Surroundings;
import io.meshinfra.transport.Knock;
import io.meshinfra.transport.OutputBudget;
import io.meshinfra.transport.PathTrial;
import io.meshinfra.transport.RoutingTransport;
import io.meshinfra.transport.Transport;
import io.meshinfra.transport.local.LocalTransport;
import io.meshinfra.transport.ssh.SshSettings;
import io.meshinfra.transport.ssh.SshTransport;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The stages put together; the same for the hub and for a laptop without one. */
public final class Engine implements AutoCloseable {
  /** How long a watch over one connection lasts before the run is followed over a new one. */
  private static final Duration ONE_WATCH = Duration.ofMinutes(30);

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Transport transport;
  private final Reconciliation reconciliation;
  private final EvidenceProbe evidence;
  private final TunnelKeyProbe tunnelKeys;
  private final HealthProbe health;
  private final NodeGenerations generations;
  private final NodeAlone alone;
  private final FlowTrials flows;
  private final SshTransport ssh;
  private final LinkProbe links;

  /**
   * @param probeTimeout of one probe without playbooks
   * @param stepTimeout of one step on a node
   * @param patience how long a run out of sight is looked for
   * @param oldestProbe that a plan may rest on
   * @param guardTime within which the hub must be back after guarded steps
   * @param keeping which generations nodes keep
   */
  public record Settings(
      SshSettings ssh,
      AnsibleSettings ansible,
      Duration probeTimeout,
      Duration stepTimeout,
      Duration patience,
      Duration oldestProbe,
      Duration guardTime,
      Keeping keeping) {

    /** With the usual time of the guard, and the usual generations. */
    public Settings(
        SshSettings ssh,
        AnsibleSettings ansible,
        Duration probeTimeout,
        Duration stepTimeout,
        Duration patience,
        Duration oldestProbe) {
      this(
          ssh,
          ansible,
          probeTimeout,
          stepTimeout,
          patience,
          oldestProbe,
          Guarding.USUAL_TIME,
          Keeping.USUAL);
    }
  }

  /** Judges by the built-in rules alone. */
  public Engine(Settings settings, WorkTrees trees, Memory memory, Progress progress, Clock clock) {
    this(settings, trees, memory, Surroundings.NONE, progress, clock);
  }

  /**
   * What is asked for at the last moment.
   *
   * @param trees the files of a revision, for playbooks
   * @param sealing the secrets
   * @param fence the token of the hub; empty when there is no hub
   */
  public record Supplies(WorkTrees trees, Sealing sealing, Supplier<Optional<FencingToken>> fence) {
    /** Without a hub. */
    public Supplies(WorkTrees trees, Sealing sealing) {
      this(trees, sealing, Optional::empty);
    }
  }

  /** Knows no secret. */
  public Engine(
      Settings settings,
      WorkTrees trees,
      Memory memory,
      Surroundings surroundings,
      Progress progress,
      Clock clock) {
    this(settings, new Supplies(trees, Sealing.none()), memory, surroundings, progress, clock);
  }

  public Engine(
      Settings settings,
      Supplies supplies,
      Memory memory,
      Surroundings surroundings,
      Progress progress,
      Clock clock) {
    SecureRandom random = new SecureRandom();
    OutputBudget budget = new OutputBudget();
    ssh = new SshTransport(settings.ssh(), budget);
    transport =
        new RoutingTransport(
            Map.of(AccessPath.Kind.SSH, ssh, AccessPath.Kind.LOCAL, new LocalTransport(budget)));
    AnsiblePlaybooks playbooks =
        new AnsiblePlaybooks(
            settings.ansible(), supplies.trees(), target -> Optional.empty(), progress, clock);
    evidence = new EvidenceProbe(transport, random);
    tunnelKeys = new TunnelKeyProbe(transport);
    health = new HealthProbe(transport, random);
    generations = new NodeGenerations(transport);
    links = new LinkProbe(transport, random);
    flows = new FlowTrials(new FlowProbe(transport, random), ssh);
    alone = new NodeAlone(transport, supplies.sealing(), clock);
    Prober.Limits limits = new Prober.Limits(settings.probeTimeout(), budget);
    Prober prober = new Prober(transport, playbooks, clock, random, limits);
    ShellRuns runs =
        new ShellRuns(transport, clock, settings.stepTimeout(), ONE_WATCH, settings.keeping())
            .fencedBy(supplies.fence());
    Inspection inspection = new Inspection(prober, supplies.sealing());
    Converger converger =
        new Converger(runs, playbooks, inspection, clock, this::pause, settings.patience());
    PolicyGate gate =
        new PolicyGate(List.of(new StaleSnapshot(settings.oldestProbe()), new PruneConsent()));
    reconciliation =
        new Reconciliation(
            inspection,
            new Admission(gate, surroundings, clock),
            converger,
            memory,
            new RunIds(clock, random),
            new Guarding(settings.guardTime()),
            clock);
  }

  public Reconciliation reconciliation() {
    return reconciliation;
  }

  /** The look at the records of a node; made only when somebody asks. */
  public TunnelKeyProbe tunnelKeys() {
    return tunnelKeys;
  }

  public EvidenceProbe evidence() {
    return evidence;
  }

  /** What somebody put on a node by hand; looked for only when somebody wants to know. */
  InventoryProbe inventory() {
    return new InventoryProbe(transport);
  }

  /** Whether anybody answers there; blocks for the connect timeouts of its paths at most. */
  Knock knock(Target target) {
    return transport.knock(target);
  }

  /** The paths to the node that are passed over, because they lead nowhere just now. */
  List<NoWayIn.ClosedPath> detour(NodeName node) {
    return transport.detour(node);
  }

  /** What nodes keep of what was applied; asked only when somebody wants to know. */
  public NodeGenerations generations() {
    return generations;
  }

  /** Health checks on a node after a change. */
  HealthProbe health() {
    return health;
  }

  /** Tries ways into nodes that are not needed just now. */
  PathTrial paths() {
    return ssh;
  }

  /** How the meshes of nodes carry packets. */
  LinkProbe links() {
    return links;
  }

  /** What nodes really reach of each other. */
  public FlowTrials flows() {
    return flows;
  }

  /** What nodes go by when there is no hub. */
  public NodeAlone alone() {
    return alone;
  }

  /** Gives up the connection to a node that is not looked after any more. */
  void forget(NodeName node) {
    transport.forget(node);
  }

  /** Ends with the engine and needs no interrupt, which would hit the journal's file as well. */
  private boolean pause(Duration time) {
    try {
      return !closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Ends what still waits for a node: its connection is closed. */
  @Override
  public void close() {
    closed.countDown();
    transport.close();
  }
}
