package io.meshinfra.rest.guard;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What no resource takes is answered with problem details too. */
@Singleton
final class UnroutedRequests {
  /** And after the token was looked at. */
  private static final int BEFORE_THE_BODY_IS_READ = 100;

  private final long longestBody;

  UnroutedRequests(
      @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize longestBody) {
    this.longestBody = longestBody.asLongValue();
  }

  void answer(@Observes Router router) {
    router.errorHandler(
        404,
        context ->
            ProblemBody.of(404, "nothing is at " + context.normalizedPath()).end(context));
    router.errorHandler(
        405,
        context ->
            ProblemBody.of(405, context.request().method() + " is not understood here")
                .end(context));
  }

  /** Before the server refuses it without a word. */
  void measure(@Observes Filters filters) {
    filters.register(this::measure, BEFORE_THE_BODY_IS_READ);
  }

  private void measure(RoutingContext context) {
    if (length(context) > longestBody) {
      context.response().putHeader("Connection", "close");
      ProblemBody.of(413, "a request has at most %d bytes here".formatted(longestBody))
          .end(context);
    } else {
      context.next();
    }
  }

  private static long length(RoutingContext context) {
    try {
      return Long.parseLong(context.request().getHeader("Content-Length"));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
