package io.meshinfra.rest;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.meshinfra.journal.JournalUnavailable;
import io.meshinfra.reconcile.AdoptionDesk;
import io.meshinfra.reconcile.NotNow;
import io.meshinfra.reconcile.NothingInForce;
import io.meshinfra.reconcile.Previews;
import io.meshinfra.reconcile.UnknownNode;
import io.meshinfra.reconcile.agent.AgentRefusal;
import io.meshinfra.reconcile.rollout.RolloutRefusal;
import io.meshinfra.rest.view.Answers.FieldError;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns what the hub refuses into problem details, RFC 9457. */
final class Problems {
  private static final int UNPROCESSABLE = 422;

  @ServerExceptionMapper
  Response unknownNode(UnknownNode e) {
    return problem(Status.NOT_FOUND, e);
  }

  @ServerExceptionMapper
  Response noSuchRevision(Previews.NoSuchRevision e) {
    return problem(Status.NOT_FOUND, e);
  }

  @ServerExceptionMapper
  Response noSuchResource(AdoptionDesk.NoSuchResource e) {
    return problem(Status.NOT_FOUND, e);
  }

  @ServerExceptionMapper
  Response invalidRevision(Previews.InvalidRevision e) {
    return HttpProblem.builder()
        .withStatus(UNPROCESSABLE)
        .withTitle("Unprocessable Content")
        .withDetail(e.getMessage())
        .build()
        .toResponse();
  }

  @ServerExceptionMapper
  Response notNow(NotNow e) {
    return problem(Status.CONFLICT, e);
  }

  @ServerExceptionMapper
  Response nothingInForce(NothingInForce e) {
    return problem(Status.SERVICE_UNAVAILABLE, e);
  }

  @ServerExceptionMapper
  Response journalUnavailable(JournalUnavailable e) {
    return problem(Status.SERVICE_UNAVAILABLE, e);
  }

  @ServerExceptionMapper
  Response refusedToAgents(AgentRefusal e) {
    return switch (e) {
      case AgentRefusal.NotAllowed notAllowed -> problem(Status.FORBIDDEN, notAllowed);
      case AgentRefusal.NotPossible notPossible -> problem(Status.CONFLICT, notPossible);
      case AgentRefusal.NotThere notThere -> problem(Status.NOT_FOUND, notThere);
    };
  }

  @ServerExceptionMapper
  Response refusedByRollout(RolloutRefusal e) {
    return switch (e) {
      case RolloutRefusal.NotThere notThere -> problem(Status.NOT_FOUND, notThere);
      case RolloutRefusal.NotPossible notPossible -> problem(Status.CONFLICT, notPossible);
    };
  }

  @ServerExceptionMapper
  Response unknownField(UnrecognizedPropertyException e) {
    String known =
        e.getKnownPropertyIds().stream().map(String::valueOf).sorted().collect(joining(", "));
    return wrong(e, "is not known here; there are: " + known);
  }

  @ServerExceptionMapper
  Response wrongShape(MismatchedInputException e) {
    return wrong(e, "has another shape than is wanted here; /q/openapi describes it");
  }

  private static Response wrong(MismatchedInputException e, String message) {
    String path =
        e.getPath().stream()
            .map(step -> step.getFieldName() == null ? "" + step.getIndex() : step.getFieldName())
            .collect(joining("."));
    String field = path.isEmpty() ? "body" : path;
    return Input.mistakes(List.of(new FieldError(field, message))).toResponse();
  }

  static HttpProblem notFound(String detail) {
    return HttpProblem.valueOf(Status.NOT_FOUND, detail);
  }

  private static Response problem(Status status, RuntimeException e) {
    return HttpProblem.valueOf(status, e.getMessage()).toResponse();
  }
}
