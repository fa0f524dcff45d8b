package io.meshinfra.reconcile;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;

/** Drives the hub by the scheduler: due passes, the look at git, the cleaning of the journal. */
@ApplicationScoped
class HubClock {
  private final Upkeep upkeep;

  HubClock(Hub hub) {
    this.upkeep = hub.upkeep();
  }

  @Scheduled(
      every = "1s",
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  void beginDuePasses() {
    upkeep.tick();
  }

  @Scheduled(
      every = "1s",
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  void lookAtGit() {
    upkeep.lookIfDue();
  }

  @Scheduled(
      every = "1s",
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  void tendLease() {
    upkeep.tendLease();
  }

  @Scheduled(
      cron = "0 17 3 * * ?",
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  void cleanJournal() {
    upkeep.purge();
  }
}
