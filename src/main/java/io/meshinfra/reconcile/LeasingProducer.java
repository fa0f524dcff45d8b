package io.meshinfra.reconcile;

import io.meshinfra.journal.HubId;
import io.meshinfra.journal.Journal;
import io.meshinfra.reconcile.loop.Ticker;
import io.meshinfra.reconcile.settings.HubSettings;
import io.quarkus.runtime.Quarkus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.lang.management.ManagementFactory;
import java.util.UUID;

/** Makes this process known as a hub of its own, and ends it when another one took over. */
@ApplicationScoped
class LeasingProducer {
  /** Not 0: whoever supervises the process shall start it anew. */
  private static final int REPLACED = 3;

  @Produces
  @Singleton
  Leasing leasing(HubSettings settings, Journal journal) {
    String processAtHost = ManagementFactory.getRuntimeMXBean().getName();
    return new Leasing(
        journal.leases(),
        new HubId(UUID.randomUUID().toString(), processAtHost),
        settings.journal().lease(),
        Ticker.SYSTEM);
  }

  static Upkeep.Tenure tenure(Leasing leasing) {
    return new Upkeep.Tenure(leasing, () -> Quarkus.asyncExit(REPLACED));
  }
}
