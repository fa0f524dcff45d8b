package io.meshinfra.rest;

import io.meshinfra.reconcile.Hub;
import io.meshinfra.reconcile.hello.Hellos;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirementsSet;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Hears from nodes that are back. */
@Path("/hello")
@Tag(name = "nodes")
@RunOnVirtualThread
@PermitAll // the node signs what it says with a key of its own
public final class HelloResource {
  private final Hub hub;

  HelloResource(Hub hub) {
    this.hub = hub;
  }

  @POST
  @Consumes(MediaType.WILDCARD)
  @SecurityRequirementsSet
  @Operation(
      summary = "A node says that it is back",
      description =
          "NODE SECONDS SIGNATURE on one line, as the script of hello: in the manifest of a node"
              + " sends it. The hub looks at the node soon, if it was away, and believes it nothing"
              + " else.")
  @APIResponse(responseCode = "202", description = "taken")
  @APIResponse(responseCode = "401", description = "not signed by a node of the fleet, or not now")
  @APIResponse(responseCode = "429", description = "the node said so a moment ago")
  public Response hello(InputStream body) {
    return switch (hub.presences().hellos().take(bounded(body))) {
      case Hellos.Answer.Taken taken -> Response.accepted().build();
      case Hellos.Answer.Refused refused ->
          throw HttpProblem.valueOf(Status.UNAUTHORIZED, refused.reason());
      case Hellos.Answer.TooSoon soon ->
          throw HttpProblem.builder()
              .withStatus(Status.TOO_MANY_REQUESTS)
              .withTitle(Status.TOO_MANY_REQUESTS.getReasonPhrase())
              .withDetail("the node said so a moment ago")
              .withHeader("Retry-After", soon.pause().toSeconds() + 1)
              .build();
    };
  }

  /** One byte more than is taken is enough to see that it is too much. */
  private static byte[] bounded(InputStream body) {
    try {
      return body == null ? new byte[0] : body.readNBytes(Hellos.LARGEST + 1);
    } catch (IOException e) {
      throw HttpProblem.valueOf(Status.BAD_REQUEST, "the body broke off");
    }
  }
}
