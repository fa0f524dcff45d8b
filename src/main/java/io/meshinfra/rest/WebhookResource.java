package io.meshinfra.rest;

import io.meshinfra.reconcile.ForgeWebhooks;
import io.meshinfra.reconcile.Webhooks;
import io.meshinfra.reconcile.Webhooks.Answer;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirementsSet;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Hears of pushes, and of what happens on the forge. */
@Path("/webhooks")
@Tag(name = "webhooks")
@RunOnVirtualThread
public final class WebhookResource {
  /**
   * In bytes; below what quarkus.http.limits.max-body-size lets in, which would break off the
   * answer. A forge tells in far less where to look; what is larger is found by polling.
   */
  private static final int LARGEST = 900_000;

  private final Webhooks webhooks;
  private final ForgeWebhooks forge;

  WebhookResource(Webhooks webhooks, ForgeWebhooks forge) {
    this.webhooks = webhooks;
    this.forge = forge;
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
      InputStream body,
      @HeaderParam("X-Hub-Signature-256") Optional<String> signature,
      @HeaderParam("X-Gitlab-Token") Optional<String> token) {
    return switch (webhooks.take(bounded(body), signature, token)) {
      case Answer.Taken taken -> Response.accepted().build();
      case Answer.Closed closed -> throw Problems.notFound(closed.reason());
      case Answer.Forged forged -> throw HttpProblem.valueOf(Status.UNAUTHORIZED, forged.reason());
    };
  }

  @POST
  @Path("/forge")
  @Consumes(MediaType.WILDCARD)
  @SecurityRequirementsSet
  @Operation(
      summary = "Tell the hub what happened on the forge",
      description =
          "Pushes, pull requests and comments, as the forge of mesh.forge.kind sends them, with the"
              + " secret that mesh.forge.webhook-secret names. It says only where to look; each"
              + " delivery counts once.")
  @APIResponse(responseCode = "202", description = "who has to look, will")
  @APIResponse(responseCode = "200", description = "it was taken before")
  @APIResponse(responseCode = "401", description = "the signature or the token is not right")
  @APIResponse(responseCode = "404", description = "the hub takes no webhooks of a forge")
  @APIResponse(responseCode = "413", description = "larger than anything the hub reads")
  @APIResponse(responseCode = "400", description = "signed, and not to be understood")
  public Response forge(InputStream body, @Context HttpHeaders headers) {
    Map<String, String> single = new TreeMap<>();
    headers.getRequestHeaders().forEach((name, values) -> single.put(name, values.getFirst()));
    return switch (forge.take(single, bounded(body))) {
      case ForgeWebhooks.Answer.Taken taken -> Response.accepted().build();
      case ForgeWebhooks.Answer.SeenBefore seen -> Response.ok().build();
      case ForgeWebhooks.Answer.Closed closed -> throw Problems.notFound(closed.reason());
      case ForgeWebhooks.Answer.Forged forged ->
          throw HttpProblem.valueOf(Status.UNAUTHORIZED, forged.reason());
      case ForgeWebhooks.Answer.Unreadable odd ->
          throw HttpProblem.valueOf(Status.BAD_REQUEST, odd.reason());
    };
  }

  /** Neither read to its end nor kept when it is too large. */
  private static byte[] bounded(InputStream body) {
    try {
      byte[] bytes = body == null ? new byte[0] : body.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw HttpProblem.builder()
            .withStatus(Status.REQUEST_ENTITY_TOO_LARGE)
            .withTitle(Status.REQUEST_ENTITY_TOO_LARGE.getReasonPhrase())
            .withDetail("a webhook has at most " + LARGEST + " bytes here")
            .withHeader("Connection", "close")
            .build();
      }
      return bytes;
    } catch (IOException e) {
      throw HttpProblem.valueOf(Status.BAD_REQUEST, "the body broke off");
    }
  }
}
