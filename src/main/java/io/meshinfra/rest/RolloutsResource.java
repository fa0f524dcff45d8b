package io.meshinfra.rest;

import io.meshinfra.reconcile.Hub;
import io.meshinfra.reconcile.agent.Roles;
import io.meshinfra.reconcile.rollout.Rollouts;
import io.meshinfra.rest.view.Requests;
import io.meshinfra.rest.view.RolloutView;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How what is new comes to nodes, wave by wave. */
@Path("/rollouts")
@Tag(name = "rollouts")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class RolloutsResource {
  private final Rollouts rollouts;

  RolloutsResource(Hub hub) {
    this.rollouts = hub.rollouts();
  }

  @GET
  @RolesAllowed({Roles.OPERATOR, Roles.AGENT})
  @Operation(summary = "All rollouts of the fleet in force, and the semaphores that are held")
  public RolloutView.All all() {
    return RolloutView.All.of(rollouts.desk().all(), rollouts.semaphores().held());
  }

  @GET
  @RolesAllowed({Roles.OPERATOR, Roles.AGENT})
  @Path("/{name}")
  @Operation(summary = "One rollout with its nodes")
  public RolloutView one(@PathParam("name") String name) {
    return RolloutView.of(rollouts.desk().one(name));
  }

  @POST
  @Path("/{name}/pause")
  @Operation(
      summary = "Let nobody begin until it is resumed",
      description = "What is at work goes on to its end. 409 when nobody could begin anyway.")
  public RolloutView pause(@PathParam("name") String name, Requests.ForReason request) {
    Asked asked = Asked.of(request);
    return RolloutView.of(rollouts.desk().pause(name, asked.by(), asked.reason()));
  }

  @POST
  @Path("/{name}/resume")
  @Operation(
      summary = "Let it go on",
      description = "One that was stopped by failures tries again what failed.")
  public RolloutView resume(@PathParam("name") String name, Requests.OnBehalf request) {
    return RolloutView.of(rollouts.desk().resume(name, Callers.of(request)));
  }

  @POST
  @Path("/{name}/abort")
  @Operation(
      summary = "End it for what it brings",
      description =
          "Nobody begins any more until something newer is in force. With onFailure: undo the nodes"
              + " of its wave go back to what they had.")
  public RolloutView abort(@PathParam("name") String name, Requests.ForReason request) {
    Asked asked = Asked.of(request);
    return RolloutView.of(rollouts.desk().abort(name, asked.by(), asked.reason()));
  }

  /** Who asks, and why. */
  private record Asked(String by, String reason) {
    static Asked of(Requests.ForReason request) {
      Requests.ForReason given = request == null ? Requests.ForReason.NOTHING : request;
      Input input = new Input();
      String reason = input.needed("reason", given.reason());
      String by = input.text("by", given.by(), Callers.UNNAMED);
      input.check();
      return new Asked(by, reason);
    }
  }
}
