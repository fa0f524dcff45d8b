package io.meshinfra.reconcile;

import io.meshinfra.converge.ansible.AnsibleSettings;
import io.meshinfra.converge.seal.Sealing;
import io.meshinfra.converge.seal.StampKey;
import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.join.inventory.InventoryProbe;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.KeyOnNode;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.ResourceId;
import io.meshinfra.network.PlannedNetwork;
import io.meshinfra.plan.Plan;
import io.meshinfra.policy.PolicySet;
import io.meshinfra.probe.EvidenceProbe;
import io.meshinfra.reconcile.flow.FlowReport;
import io.meshinfra.reconcile.flow.FlowTrials;
import io.meshinfra.reconcile.identity.OnTheHub;
import io.meshinfra.reconcile.pass.NodeEvidence;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.pass.PassListener;
import io.meshinfra.reconcile.pass.RunsHere;
import io.meshinfra.reconcile.pass.Work;
import io.meshinfra.resource.Resource;
import io.meshinfra.secret.SecretSettings;
import io.meshinfra.secret.Secrets;
import io.meshinfra.source.DirectoryTree;
import io.meshinfra.transport.ssh.SshSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The engine without a hub, straight from files: looks at nodes, changes only what a person has
 * agreed to, and remembers nothing.
 */
public final class Workbench implements AutoCloseable {
  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration STEP_TIMEOUT = Duration.ofMinutes(15);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration OLDEST_PROBE = Duration.ofMinutes(5);

  private final Fleet fleet;
  private final Engine engine;
  private final RunsHere runs;
  private final Clock clock;
  private final PassListener listener;
  private final Semaphore places;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * @param identities private keys for logins and playbooks
   * @param agent socket of an ssh-agent
   * @param files the folder that paths of the fleet start from
   * @param parallel nodes that are worked on at the same time
   * @param person who looks at plans and agrees to them
   * @param secrets that the manifests may ask for here
   */
  public record Settings(
      List<Path> identities,
      Optional<Path> agent,
      Path files,
      int parallel,
      String person,
      SecretSettings secrets) {
    public Settings {
      identities = List.copyOf(identities);
    }
  }

  /** Hears what is done just now, one printable line each, from many threads. */
  public interface Progress {
    void told(NodeName node, String line);
  }

  /**
   * @param policy by which plans are judged
   */
  public Workbench(
      Fleet fleet, PolicySet.Loaded policy, Settings settings, Progress progress, Clock clock) {
    this.fleet = fleet;
    this.clock = clock;
    this.runs = new RunsHere(fleet, policy.rules(), settings.person());
    this.listener = new ProgressLines(progress);
    this.places = new Semaphore(settings.parallel());
    this.engine =
        new Engine(
            new Engine.Settings(
                SshSettings.of(settings.identities(), settings.agent()),
                AnsibleSettings.of(settings.identities().stream().findFirst()),
                PROBE_TIMEOUT,
                STEP_TIMEOUT,
                PATIENCE,
                OLDEST_PROBE),
            new Engine.Supplies(
                revision -> settings.files(),
                new Sealing(
                    OnTheHub.and(Secrets.within(settings.secrets())),
                    StampKey.passing(),
                    revision -> DirectoryTree.of(settings.files()))),
            runs,
            runs,
            progress::told,
            clock);
  }

  /** GitLooks at the nodes, all at the same time; the futures are in the order of the names. */
  public List<CompletableFuture<Pass>> preview(List<NodeName> nodes) {
    return nodes.stream()
        .map(name -> begin(() -> engine.reconciliation().preview(work(name), listener)))
        .toList();
  }

  /**
   * GitLooks at a node, and at the others that share entries with what drifted there, and thinks
   * out how its drift could become intent. Nothing is written.
   *
   * @param files the revision that the fleet was read from, without its policy
   * @param folder of the manifests
   * @param wanted which resources are asked for
   */
  public NodeAdoption adopt(
      NodeName node, FileTree files, String folder, Predicate<ResourceId> wanted) {
    return new Adoptions(
            files, folder, nodes -> preview(nodes).stream().map(CompletableFuture::join).toList())
        .of(node, wanted);
  }

  /** GitLooks at a node, and then at its records for who changed what drifted there. */
  public NodeEvidence evidence(NodeName node, Predicate<ResourceId> wanted) {
    Pass pass = preview(List.of(node)).getFirst().join();
    List<Resource<?>> drifted = new ArrayList<>();
    pass.found().stream()
        .flatMap(drift -> drift.changes().stream())
        .filter(change -> wanted.test(change.id()))
        .forEach(change -> drifted.add(change.resource()));
    if (drifted.isEmpty()) {
      return new NodeEvidence(pass, Map.of(), Optional.empty());
    }
    return switch (engine.evidence().look(fleet.node(node).orElseThrow().target(), drifted)) {
      case EvidenceProbe.Result.Told told ->
          new NodeEvidence(pass, told.evidence(), Optional.empty());
      case EvidenceProbe.Result.NotTold untold ->
          new NodeEvidence(pass, Map.of(), Optional.of(untold.reason()));
    };
  }

  /** Has the nodes of these names try what the network intent allows and what it denies. */
  public FlowReport test(PlannedNetwork network, FlowTrials.Wish wish) {
    return engine
        .flows()
        .test(
            network,
            fleet,
            wish,
            trial ->
                begin(() -> {
                  trial.run();
                  return true;
                }));
  }

  /**
   * What the engine would change on a node, each with a word for it.
   *
   * @param trouble why it cannot tell
   */
  public record WouldChange(Map<ResourceId, String> changes, Optional<String> trouble) {
    public WouldChange {
      changes = Collections.unmodifiableMap(new LinkedHashMap<>(changes));
    }
  }

  /** GitLooks at a node; changes nothing. */
  public WouldChange wouldChange(NodeName node) {
    Pass pass = preview(List.of(node)).getFirst().join();
    Map<ResourceId, String> changes = new LinkedHashMap<>();
    pass.found().stream()
        .flatMap(drift -> drift.changes().stream())
        .forEach(change -> changes.put(change.id(), change.change().word()));
    return new WouldChange(
        changes,
        pass.found().isPresent()
            ? Optional.empty()
            : Optional.of(pass.word() + ": " + pass.detail()));
  }

  /** What somebody put on a node by hand. */
  public InventoryProbe.Result inventory(NodeName node) {
    return engine.inventory().take(fleet.node(node).orElseThrow().target());
  }

  /**
   * Asks the nodes for their public keys of WireGuard; the futures are in the order of the names.
   */
  public List<CompletableFuture<KeyOnNode>> tunnelKeys(List<NodeName> nodes) {
    return nodes.stream()
        .map(name -> begin(() -> engine.tunnelKeys().ask(fleet.node(name).orElseThrow().target())))
        .toList();
  }

  /** Carries out the plans of these previews, each as long as its node has not changed since. */
  public List<CompletableFuture<Pass>> carryOut(List<Pass> seen) {
    return seen.stream().map(pass -> begin(() -> carryOut(pass))).toList();
  }

  private Pass carryOut(Pass seen) {
    Plan plan = seen.plan().orElseThrow();
    runs.agreed(plan, clock.instant());
    return engine.reconciliation().carryOut(work(seen.node()), plan, listener);
  }

  private Work work(NodeName name) {
    FleetNode node = fleet.node(name).orElseThrow();
    return new Work(node.target(), node.catalog(), "request", false);
  }

  private <T> CompletableFuture<T> begin(Supplier<T> pass) {
    return CompletableFuture.supplyAsync(
        () -> {
          places.acquireUninterruptibly();
          try {
            return pass.get();
          } finally {
            places.release();
          }
        },
        threads);
  }

  @Override
  public void close() {
    engine.close();
    threads.shutdownNow();
  }
}
