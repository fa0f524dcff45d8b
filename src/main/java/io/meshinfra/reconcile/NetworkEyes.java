package io.meshinfra.reconcile;

import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.PlannedNetwork;
import io.meshinfra.reconcile.flow.ChangeTrial;
import io.meshinfra.reconcile.flow.FlowFinding;
import io.meshinfra.reconcile.flow.FlowTrials;
import io.meshinfra.transport.PathTrial;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** GitLooks at the network around one node, by nodes that are there and by the hub. */
final class NetworkEyes implements ChangeTrial.Eyes, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(NetworkEyes.class);

  /** A node that is mute must not keep the change of another one from beginning. */
  private static final Duration LONGEST = Duration.ofSeconds(45);

  private final Supplier<Optional<Fleet>> inForce;
  private final Function<Fleet, Optional<PlannedNetwork>> networks;
  private final Predicate<NodeName> isThere;
  private final FlowTrials flows;
  private final PathTrial paths;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  NetworkEyes(
      Supplier<Optional<Fleet>> inForce,
      Function<Fleet, Optional<PlannedNetwork>> networks,
      Predicate<NodeName> isThere,
      FlowTrials flows,
      PathTrial paths) {
    this.inForce = inForce;
    this.networks = networks;
    this.isThere = isThere;
    this.flows = flows;
    this.paths = paths;
  }

  @Override
  public List<FlowFinding> flowsTo(NodeName node) {
    Optional<Fleet> fleet = inForce.get();
    Optional<PlannedNetwork> network =
        fleet.flatMap(networks).filter(known -> known.intent().node(node).isPresent());
    if (network.isEmpty()) {
      return List.of();
    }
    List<NodeName> others = fleet.orElseThrow().nodes().keySet().stream().filter(isThere).toList();
    CompletableFuture<List<FlowFinding>> looking =
        CompletableFuture.supplyAsync(
            () ->
                flows.towards(network.get(), fleet.orElseThrow(), node, others, threads).findings(),
            threads);
    try {
      return looking.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.warnf("flows to %s were not tried within %s", node, LONGEST);
      return List.of();
    } catch (ExecutionException e) {
      throw new IllegalStateException("flows to " + node + " cannot be tried", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  @Override
  public Map<AccessPath, PathTrial.Result> waysInto(NodeName node) {
    Map<AccessPath, PathTrial.Result> ways = new LinkedHashMap<>();
    Optional<FleetNode> known = inForce.get().flatMap(fleet -> fleet.node(node));
    known.stream()
        .flatMap(one -> one.target().access().stream())
        .filter(path -> path.kind() == AccessPath.Kind.SSH)
        .forEach(path -> ways.put(path, paths.attempt(known.orElseThrow().target(), path)));
    return ways;
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
