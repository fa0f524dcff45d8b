package io.meshinfra.review;

import io.meshinfra.forge.HubBranches;
import io.meshinfra.journal.DriftSeen;
import io.meshinfra.journal.Journal;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Origin;
import io.meshinfra.reconcile.Hub;
import io.meshinfra.reconcile.settings.HubSettings;
import io.meshinfra.reconcile.status.NodeStatus;
import io.meshinfra.report.review.Pulse;
import io.meshinfra.source.RemoteBranches;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Drives the heartbeats by the scheduler, when the settings want any. */
@ApplicationScoped
class HeartbeatClock {
  private static final Logger LOG = Logger.getLogger(HeartbeatClock.class);

  private final Optional<Heartbeats> heartbeats;

  HeartbeatClock(
      HubSettings settings, Hub hub, Journal journal, Instance<RemoteBranches> branches) {
    this.heartbeats =
        settings
            .forge()
            .heartbeat()
            .map(period ->
                new Heartbeats(
                    period,
                    new Heartbeats.Surroundings(
                        hub::fleet,
                        () -> pulses(hub, journal),
                        edit -> branches.get().write(edit),
                        (type, message) -> hub.tell(type, Optional.empty(), message),
                        hub.leasing()::isInCharge),
                    journal.events(),
                    Clock.systemUTC()));
  }

  private static List<Pulse> pulses(Hub hub, Journal journal) {
    return hub.nodes().stream().map(status -> pulse(status, journal)).toList();
  }

  private static Pulse pulse(NodeStatus status, Journal journal) {
    return NodePulse.of(status, since(status.node(), journal));
  }

  private static Optional<Instant> since(NodeName node, Journal journal) {
    return journal.drifts().of(node).stream()
        .filter(seen -> seen.origin() == Origin.CORRECTIVE)
        .map(DriftSeen::since)
        .min(Instant::compareTo);
  }

  /** How often they go; empty when there are none. */
  Optional<Duration> period() {
    return heartbeats.map(Heartbeats::period);
  }

  /** Settings that do not do are told when the hub starts. */
  void start(@Observes StartupEvent event) {
    period()
        .ifPresent(
            every -> LOG.infof("a heartbeat goes to %s every %s", HubBranches.REPORTS, every));
  }

  @Scheduled(
      every = "1m",
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  void beat() {
    heartbeats.ifPresent(Heartbeats::tick);
  }
}
