package io.meshinfra.rest;

import io.meshinfra.reconcile.Hub;
import io.meshinfra.reconcile.agent.Roles;
import io.meshinfra.rest.view.EventView;
import io.meshinfra.rest.view.EventView.Events;
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

/** What happens. */
@Path("/events")
@Tag(name = "events")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RolesAllowed({Roles.OPERATOR, Roles.AGENT})
public final class EventsResource {
  private static final int MOST = 1000;

  private final Hub hub;

  EventsResource(Hub hub) {
    this.hub = hub;
  }

  @GET
  @Operation(summary = "Events, newest first")
  public Events all(
      @QueryParam("limit") Optional<String> limit, @QueryParam("node") Optional<String> node) {
    Input input = new Input();
    int most = (int) input.number("limit", limit, 1, MOST, 100);
    var only = input.maybeNode("node", node);
    input.check();
    return new Events(hub.records().events(most, only).stream().map(EventView::of).toList());
  }
}
