package io.meshinfra.rest.metrics;

import io.meshinfra.reconcile.Hub;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Startup;

/** Alive: the process answers. Started: the hub has taken up its work. */
@Liveness
@Startup
@Singleton
final class LoopLiveness implements HealthCheck {
  private final Hub hub;

  LoopLiveness(Hub hub) {
    this.hub = hub;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("hub")
        .up()
        .withData("nodes", hub.nodes().size())
        .withData("passesActive", hub.passesActive())
        .build();
  }
}
