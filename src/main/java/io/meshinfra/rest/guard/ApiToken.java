package io.meshinfra.rest.guard;

import io.meshinfra.reconcile.settings.HubSettings;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import org.jboss.logging.Logger;

/** The one token that opens the doors; looked at before the hub begins its work. */
@Singleton
@Startup(ApiToken.FIRST)
final class ApiToken {
  static final int FIRST = 100;
  private static final Logger LOG = Logger.getLogger(ApiToken.class);

  private final OperatorToken token;

  ApiToken(HubSettings settings) {
    this.token =
        new OperatorToken(
            new TokenFile(settings.home().resolve("token")),
            settings.tokens().operatorLife(),
            new SecureRandom(),
            Clock.systemUTC());
    renew();
  }

  OperatorToken.Worth worth(String given) {
    return token.worth(given);
  }

  /** One that cannot be replaced ends all the same: nobody gets in until the disk is mended. */
  @Scheduled(
      every = "30s",
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  void renew() {
    try {
      if (token.renewIfDue()) {
        LOG.info("the operator's token was replaced; the file in the hub's home has the new one");
      }
    } catch (IllegalStateException e) {
      LOG.error(e.getMessage());
    }
  }
}
