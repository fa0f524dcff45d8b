package io.meshinfra.rest;

import io.meshinfra.reconcile.agent.Roles;
import io.meshinfra.rest.stream.EventStreams;
import io.meshinfra.rest.view.EventView;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestStreamElementType;

/** What happens, as it happens. */
@Path("/events/stream")
@Tag(name = "events")
@Produces(MediaType.SERVER_SENT_EVENTS)
@RestStreamElementType(MediaType.APPLICATION_JSON)
@Blocking
@RolesAllowed({Roles.OPERATOR, Roles.AGENT})
public final class EventStreamResource {
  private final EventStreams streams;

  EventStreamResource(EventStreams streams) {
    this.streams = streams;
  }

  @GET
  @Operation(
      summary = "Events as they happen",
      description =
          "First those after the number that is given, then live ones, without gap and duplicate."
              + " A client that comes back says with Last-Event-ID where it was.")
  @APIResponse(
      responseCode = "200",
      content =
          @Content(
              mediaType = MediaType.SERVER_SENT_EVENTS,
              schema = @Schema(implementation = EventView.class)))
  public Multi<OutboundSseEvent> events(
      @QueryParam("after") Optional<String> after,
      @HeaderParam("Last-Event-ID") Optional<String> last,
      @QueryParam("node") Optional<String> node) {
    Input input = new Input();
    Optional<String> given = last.or(() -> after);
    long from = input.number("after", given, 0, Long.MAX_VALUE, EventStreams.LIVE_ONLY);
    var only = input.maybeNode("node", node);
    input.check();
    return streams.all(from, only);
  }
}
