package io.meshinfra.rest.metrics;

import io.meshinfra.model.NodeName;
import io.meshinfra.reconcile.Hub;
import io.meshinfra.reconcile.flow.FlowFinding.Verdict;
import io.meshinfra.report.Metric;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** How the network is by its last test, and what changes did to it. */
@Singleton
final class NetworkMeters {
  private final Hub hub;
  private final MeterRegistry registry;

  NetworkMeters(Hub hub, MeterRegistry registry) {
    this.hub = hub;
    this.registry = registry;
  }

  void started(@Observes StartupEvent event) {
    for (Verdict verdict : Verdict.values()) {
      Gauge.builder(Metric.NETWORK_FLOWS.meter(), hub, h -> count(h, verdict))
          .description(Metric.NETWORK_FLOWS.help())
          .tag("result", verdict.word())
          .register(registry);
    }
    Gauge.builder(Metric.NETWORK_TEST_SECONDS.meter(), hub, NetworkMeters::seconds)
        .description(Metric.NETWORK_TEST_SECONDS.help())
        .baseUnit("seconds")
        .register(registry);
    refused("leak", h -> h.changes().opened());
    refused("way-in", h -> h.changes().shut());
  }

  private void refused(String kind, ToDoubleFunction<Hub> value) {
    FunctionCounter.builder(Metric.CHANGES_REFUSED.meter(), hub, value)
        .description(Metric.CHANGES_REFUSED.help())
        .tag("kind", kind)
        .register(registry);
  }

  private static double count(Hub hub, Verdict verdict) {
    return hub.flows().last().map(last -> (double) last.report().count(verdict)).orElse(Double.NaN);
  }

  private static double seconds(Hub hub) {
    return hub.flows()
        .last()
        .map(last -> last.took().toMillis() / (double) TimeUnit.SECONDS.toMillis(1))
        .orElse(Double.NaN);
  }

  static List<MultiGauge.Row<?>> leaks(Hub hub, NodeName node) {
    return List.of(
        MultiGauge.Row.of(
            Tags.of("node", node.value()), hub, h -> (double) h.flows().leaks(node).size()));
  }
}
