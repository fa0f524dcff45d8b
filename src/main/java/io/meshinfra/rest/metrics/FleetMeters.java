package io.meshinfra.rest.metrics;

import io.meshinfra.model.FencingToken;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Origin;
import io.meshinfra.model.Revision;
import io.meshinfra.reconcile.Hub;
import io.meshinfra.reconcile.presence.Attendance;
import io.meshinfra.reconcile.status.Health;
import io.meshinfra.reconcile.status.NodeStatus;
import io.meshinfra.reconcile.status.SyncStatus;
import io.meshinfra.report.Metric;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * How every node is. Values are read when they are asked for; which nodes there are is looked at
 * every few seconds, so a node that left the fleet loses its series.
 */
@Singleton
final class FleetMeters {
  private final Hub hub;
  private final MeterRegistry registry;
  private final MultiGauge sync;
  private final MultiGauge health;
  private final MultiGauge attendance;
  private final MultiGauge drift;
  private final MultiGauge paths;
  private final MultiGauge leaks;
  private final MultiGauge revision;
  private Set<NodeName> known = Set.of();
  private Optional<Revision> inForce = Optional.empty();

  FleetMeters(Hub hub, MeterRegistry registry) {
    this.hub = hub;
    this.registry = registry;
    this.sync = multi(Metric.NODE_SYNC_STATUS);
    this.health = multi(Metric.NODE_HEALTH);
    this.attendance = multi(Metric.NODE_ATTENDANCE);
    this.drift = multi(Metric.DRIFT_CHANGES);
    this.paths = multi(Metric.PATHS);
    this.leaks = multi(Metric.NODE_LEAKS);
    this.revision = multi(Metric.REVISION_INFO);
  }

  private MultiGauge multi(Metric metric) {
    return MultiGauge.builder(metric.meter()).description(metric.help()).register(registry);
  }

  void started(@Observes StartupEvent event) {
    gauge(Metric.SOURCE_UP, h -> h.inForce().isPresent() && h.trouble().isEmpty() ? 1 : 0);
    gauge(Metric.PASSES_ACTIVE, Hub::passesActive);
    gauge(Metric.HUB_IN_CHARGE, h -> h.leasing().isInCharge() ? 1 : 0);
    gauge(
        Metric.HOST_CERTIFICATES_END,
        h ->
            h.hostCertificates()
                .firstEnd()
                .map(end -> (double) end.getEpochSecond())
                .orElse(Double.NaN));
    gauge(Metric.FENCING_TOKEN, h -> h.leasing().token().map(FencingToken::number).orElse(0L));
  }

  private void gauge(Metric metric, ToDoubleFunction<Hub> value) {
    Gauge.builder(metric.meter(), hub, value).description(metric.help()).register(registry);
  }

  @Scheduled(
      every = "5s",
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  synchronized void follow() {
    Set<NodeName> now = hub.nodes().stream().map(NodeStatus::node).collect(Collectors.toSet());
    if (!now.equals(known)) {
      known = now;
      sync.register(rows(now, FleetMeters::syncRows), true);
      health.register(rows(now, FleetMeters::healthRows), true);
      attendance.register(rows(now, FleetMeters::attendanceRows), true);
      drift.register(rows(now, FleetMeters::driftRows), true);
      paths.register(rows(now, (meters, node) -> PathRows.of(hub, node)), true);
      leaks.register(rows(now, (meters, node) -> NetworkMeters.leaks(hub, node)), true);
    }
    if (!hub.inForce().equals(inForce)) {
      inForce = hub.inForce();
      revision.register(
          inForce.stream()
              .<MultiGauge.Row<?>>map(r -> MultiGauge.Row.of(Tags.of("revision", r.id()), 1))
              .toList(),
          true);
    }
  }

  private interface Rows {
    List<MultiGauge.Row<?>> of(FleetMeters meters, NodeName node);
  }

  private List<MultiGauge.Row<?>> rows(Set<NodeName> nodes, Rows each) {
    return nodes.stream().flatMap(node -> each.of(this, node).stream()).toList();
  }

  private List<MultiGauge.Row<?>> syncRows(NodeName node) {
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    for (SyncStatus status : SyncStatus.values()) {
      rows.add(row(node, "status", status.word(), now -> now.sync() == status ? 1 : 0));
    }
    return rows;
  }

  private List<MultiGauge.Row<?>> healthRows(NodeName node) {
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    for (Health state : Health.values()) {
      rows.add(row(node, "health", state.word(), now -> now.health() == state ? 1 : 0));
    }
    return rows;
  }

  private List<MultiGauge.Row<?>> attendanceRows(NodeName node) {
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    for (Attendance.State state : Attendance.State.values()) {
      rows.add(row(node, "state", state.word(), now -> now.attendance().state() == state ? 1 : 0));
    }
    return rows;
  }

  private List<MultiGauge.Row<?>> driftRows(NodeName node) {
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    for (Origin origin : Origin.values()) {
      rows.add(row(node, "origin", origin.word(), now -> now.changes(origin)));
    }
    return rows;
  }

  private MultiGauge.Row<?> row(
      NodeName node, String label, String word, ToDoubleFunction<NodeStatus> value) {
    return MultiGauge.Row.of(
        Tags.of("node", node.value(), label, word),
        hub,
        h -> h.status(node).map(value::applyAsDouble).orElse(Double.NaN));
  }
}
