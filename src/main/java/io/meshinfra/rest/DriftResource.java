package io.meshinfra.rest;

import io.meshinfra.reconcile.Hub;
import io.meshinfra.reconcile.agent.Roles;
import io.meshinfra.rest.view.DriftView;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What is not as it shall be, everywhere. */
@Path("/drift")
@Tag(name = "drift")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RolesAllowed({Roles.OPERATOR, Roles.AGENT})
public final class DriftResource {
  private static final int MOST = 10_000;

  private final Hub hub;

  DriftResource(Hub hub) {
    this.hub = hub;
  }

  @GET
  @Operation(
      summary = "What drifts on all nodes, since when, and which pull request is about it",
      description = "As the last probes saw it; limit counts resources.")
  public DriftView all(@QueryParam("limit") Optional<String> limit) {
    int most = Input.one(input -> (int) input.number("limit", limit, 1, MOST, 1000));
    return DriftView.of(hub.drift().all(), most);
  }
}
