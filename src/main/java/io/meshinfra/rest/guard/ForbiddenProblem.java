package io.meshinfra.rest.guard;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemPostProcessor;
import io.quarkus.security.ForbiddenException;
import jakarta.inject.Singleton;

/** Says what is wrong when a token opens the door and not this path. */
@Singleton
final class ForbiddenProblem implements ProblemPostProcessor {
  private static final String DETAIL =
      "this token is not for that; the operator's is in the file `token` in the home of the hub";

  @Override
  public HttpProblem apply(HttpProblem problem, ProblemContext context) {
    return context.cause instanceof ForbiddenException
        ? HttpProblem.builder(problem).withDetail(DETAIL).build()
        : problem;
  }
}
