package io.meshinfra.rest;

import io.meshinfra.reconcile.Webhooks;
import io.meshinfra.reconcile.Webhooks.Answer;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirementsSet;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Hears of pushes. */
@Path("/webhooks")
@Tag(name = "webhooks")
@RunOnVirtualThread
@PermitAll // who signs is asked, not who has a token
public final class WebhookResource {
  private final Webhooks webhooks;

  WebhookResource(Webhooks webhooks) {
    this.webhooks = webhooks;
  }

  @POST
  @Path("/push")
  @Consumes(MediaType.WILDCARD)
  @SecurityRequirementsSet
  @Operation(
      summary = "Tell the hub of a push",
      description =
          "Signed by the forge with the secret that mesh.webhook.secret names: X-Hub-Signature-256"
              + " of GitHub, Gitea and Forgejo, or X-Gitlab-Token. The body is not read otherwise.")
  public Response push(
      byte[] body,
      @HeaderParam("X-Hub-Signature-256") Optional<String> signature,
      @HeaderParam("X-Gitlab-Token") Optional<String> token) {
    return switch (webhooks.take(body == null ? new byte[0] : body, signature, token)) {
      case Answer.Taken taken -> Response.accepted().build();
      case Answer.Closed closed -> throw Problems.notFound(closed.reason());
      case Answer.Forged forged -> throw HttpProblem.valueOf(Status.UNAUTHORIZED, forged.reason());
    };
  }
}
