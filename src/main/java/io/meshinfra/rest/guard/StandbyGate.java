package io.meshinfra.rest.guard;

import io.meshinfra.reconcile.Hub;
import io.meshinfra.reconcile.Standing;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;

/**
 * A hub that is not in charge knows nothing of the nodes and may do nothing, so its doors say who
 * is, instead of showing an empty fleet. What the database alone can answer is answered.
 */
@Singleton
final class StandbyGate {
  /** And after the token was looked at. */
  private static final int AFTER_THE_LENGTH = 90;

  private static final Pattern DOORS = Pattern.compile("/(api/v1|mcp)(/.*)?");
  private static final Pattern OPEN = Pattern.compile("/api/v1/(version|audit(/.*)?|hubs(/.*)?)");

  private final Hub hub;

  StandbyGate(Hub hub) {
    this.hub = hub;
  }

  void register(@Observes Filters filters) {
    filters.register(this::pass, AFTER_THE_LENGTH);
  }

  private void pass(RoutingContext context) {
    String path = context.normalizedPath();
    switch (hub.leasing().now()) {
      case Standing.InCharge in -> context.next();
      // It knows the nodes and may come back; its journal refuses what it must not write.
      case Standing.Holding holding -> context.next();
      case Standing.StandingBy by -> refuse(context, path, by);
      case Standing.Replaced replaced -> refuse(context, path, replaced);
    }
  }

  private static void refuse(RoutingContext context, String path, Standing standing) {
    if (DOORS.matcher(path).matches() && !OPEN.matcher(path).matches()) {
      ProblemBody.of(503, "this hub " + standing + "; ask that one")
          .end(context, "Retry-After", "5");
    } else {
      context.next();
    }
  }
}
