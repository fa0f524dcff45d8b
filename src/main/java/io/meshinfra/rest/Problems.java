package io.meshinfra.rest;

import io.meshinfra.journal.JournalUnavailable;
import io.meshinfra.reconcile.Hub;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns what the hub refuses into problem details, RFC 9457. */
final class Problems {
  @ServerExceptionMapper
  Response unknownNode(Hub.UnknownNode e) {
    return problem(Status.NOT_FOUND, e);
  }

  @ServerExceptionMapper
  Response notNow(Hub.NotNow e) {
    return problem(Status.CONFLICT, e);
  }

  @ServerExceptionMapper
  Response nothingInForce(Hub.NothingInForce e) {
    return problem(Status.SERVICE_UNAVAILABLE, e);
  }

  @ServerExceptionMapper
  Response journalUnavailable(JournalUnavailable e) {
    return problem(Status.SERVICE_UNAVAILABLE, e);
  }

  static HttpProblem notFound(String detail) {
    return HttpProblem.valueOf(Status.NOT_FOUND, detail);
  }

  private static Response problem(Status status, RuntimeException e) {
    return HttpProblem.valueOf(status, e.getMessage()).toResponse();
  }
}
