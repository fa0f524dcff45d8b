package io.meshinfra.reconcile;

import io.meshinfra.journal.Journal;
import io.meshinfra.reconcile.agent.Agents;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.pass.PassListeners;
import io.meshinfra.reconcile.pass.StayedAway;
import io.meshinfra.reconcile.settings.HubSettings;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Gives the process its hub, and starts and stops it with the process. */
@ApplicationScoped
class HubProducer {
  @Produces
  @Singleton
  Hub hub(
      HubSettings settings,
      Journal journal,
      Event<Pass> passes,
      Event<StayedAway> absences,
      Leasing leasing) {
    return new HubWiring(
            settings, journal, leasing, PassListeners.atTheEnd(passes::fire, absences::fire))
        .hub();
  }

  @Produces
  @Singleton
  Agents agents(Hub hub) {
    return hub.agents();
  }

  void start(@Observes StartupEvent event, Hub hub) {
    hub.upkeep().start();
    hub.reality().start();
  }

  void stop(@Observes ShutdownEvent event, Hub hub) {
    hub.close();
  }
}
