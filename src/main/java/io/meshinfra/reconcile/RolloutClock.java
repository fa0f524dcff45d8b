package io.meshinfra.reconcile;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;

/** Drives rollouts by the scheduler: pauses end, waves begin, nodes are woken. */
@ApplicationScoped
class RolloutClock {
  private final Hub hub;

  RolloutClock(Hub hub) {
    this.hub = hub;
  }

  @Scheduled(
      every = "1s",
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  void goOn() {
    if (hub.leasing().isInCharge()) {
      hub.rollouts().tick();
    }
  }
}
