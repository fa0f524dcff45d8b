package io.meshinfra.rest.guard;

import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** What no resource takes is answered with problem details too. */
@Singleton
final class UnroutedRequests {
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
    router.errorHandler(
        413,
        context -> ProblemBody.of(413, "a request has at most 1 MiB here").end(context));
  }
}
