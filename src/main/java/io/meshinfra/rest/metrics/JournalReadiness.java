package io.meshinfra.rest.metrics;

import io.meshinfra.journal.JournalUnavailable;
import io.meshinfra.reconcile.Hub;
import io.meshinfra.reconcile.Standing;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready as long as this hub is in charge and the journal can be written; one that stands by is not
 * ready, so that nobody is sent there. Without git the hub still heals to what was in force before,
 * so trouble with the source is told and does not make it unready. Nothing that is told here is
 * secret: whoever asks needs no token.
 */
@Readiness
@Singleton
final class JournalReadiness implements HealthCheck {
  private final Hub hub;

  JournalReadiness(Hub hub) {
    this.hub = hub;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder answer = HealthCheckResponse.named("journal");
    hub.inForce().ifPresent(revision -> answer.withData("revision", revision.abbreviated()));
    answer.withData("source", hub.trouble().isEmpty() ? "fine" : "trouble, see /api/v1/source");
    switch (hub.leasing().now()) {
      case Standing.InCharge in -> answer.withData("hub", "in charge");
      case Standing.Holding holding -> answer.withData("hub", "holds: its lease has run out");
      case Standing.StandingBy by -> {
        return answer.down().withData("hub", "stands by").build();
      }
      case Standing.Replaced replaced -> {
        return answer.down().withData("hub", "was replaced").build();
      }
    }
    try {
      hub.records().check();
      return answer.up().build();
    } catch (JournalUnavailable e) {
      return answer.down().withData("reason", "the journal cannot be written").build();
    }
  }
}
