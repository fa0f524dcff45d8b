package io.meshinfra.rest.metrics;

import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.report.Metric;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.stream.Stream;

/** Counts and times passes as they end. */
@Singleton
final class RunMeters {
  private static final Duration[] BUCKETS =
      Stream.of("0.1S", "0.25S", "0.5S", "1S", "2S", "5S", "10S", "30S", "1M", "5M", "15M")
          .map(text -> Duration.parse("PT" + text))
          .toArray(Duration[]::new);

  private final MeterRegistry registry;

  RunMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  void ended(@Observes Pass pass) {
    String outcome = pass.word();
    Counter.builder(Metric.RUNS.meter())
        .description(Metric.RUNS.help())
        .tag("outcome", outcome)
        .register(registry)
        .increment();
    Timer.builder(Metric.RUN_DURATION.meter())
        .description(Metric.RUN_DURATION.help())
        .tag("outcome", outcome)
        .serviceLevelObjectives(BUCKETS)
        .register(registry)
        .record(pass.took());
  }
}
