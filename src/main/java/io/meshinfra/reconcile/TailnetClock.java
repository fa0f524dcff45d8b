package io.meshinfra.reconcile;

import io.meshinfra.reconcile.settings.HubSettings;
import io.meshinfra.reconcile.settings.TailscaleSettings;
import io.meshinfra.reconcile.tailnet.PolicyTending;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;

/** Has the policy file of the tailnet looked at by the scheduler, by the hub in charge alone. */
@ApplicationScoped
class TailnetClock {
  private final Hub hub;
  private final PolicyTending tending;

  TailnetClock(Hub hub, HubSettings settings) {
    this.hub = hub;
    this.tending =
        new PolicyTending(
            hub.tailnet(),
            settings.tailscale().mode() == TailscaleSettings.Mode.ENFORCE,
            settings.tailscale().interval(),
            words -> hub.tell("tailnet-policy", Optional.empty(), words),
            Clock.systemUTC());
  }

  @Scheduled(
      every = "10s",
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  void tend() {
    if (hub.leasing().isInCharge()) {
      tending.tend();
    }
  }
}
