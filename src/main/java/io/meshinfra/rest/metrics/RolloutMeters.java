package io.meshinfra.rest.metrics;

import io.meshinfra.reconcile.Hub;
import io.meshinfra.reconcile.rollout.RolloutStatus;
import io.meshinfra.report.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** How far every rollout is, as seen every few seconds; one that is gone loses its series. */
@Singleton
final class RolloutMeters {
  private final Supplier<List<RolloutStatus>> rollouts;
  private final MultiGauge phase;
  private final MultiGauge nodes;

  @Inject
  RolloutMeters(Hub hub, MeterRegistry registry) {
    this(() -> hub.rollouts().desk().all(), registry);
  }

  RolloutMeters(Supplier<List<RolloutStatus>> rollouts, MeterRegistry registry) {
    this.rollouts = rollouts;
    this.phase = multi(Metric.ROLLOUT_PHASE, registry);
    this.nodes = multi(Metric.ROLLOUT_NODES, registry);
  }

  private static MultiGauge multi(Metric metric, MeterRegistry registry) {
    return MultiGauge.builder(metric.meter()).description(metric.help()).register(registry);
  }

  @Scheduled(
      every = "5s",
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  void follow() {
    List<MultiGauge.Row<?>> phases = new ArrayList<>();
    List<MultiGauge.Row<?>> standings = new ArrayList<>();
    for (RolloutStatus rollout : rollouts.get()) {
      for (String word : RolloutStatus.phases()) {
        phases.add(row(rollout, "phase", word, rollout.phase().equals(word) ? 1 : 0));
      }
      rollout
          .standings()
          .forEach((word, count) -> standings.add(row(rollout, "standing", word, count)));
    }
    phase.register(phases, true);
    nodes.register(standings, true);
  }

  private static MultiGauge.Row<?> row(
      RolloutStatus rollout, String label, String word, long value) {
    return MultiGauge.Row.of(Tags.of("rollout", rollout.name(), label, word), value);
  }
}
