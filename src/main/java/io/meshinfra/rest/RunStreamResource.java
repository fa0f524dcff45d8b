package io.meshinfra.rest;

import io.meshinfra.journal.RunRecord;
import io.meshinfra.journal.RunSummary;
import io.meshinfra.model.RunId;
import io.meshinfra.reconcile.Hub;
import io.meshinfra.reconcile.agent.Roles;
import io.meshinfra.rest.stream.EventStreams;
import io.meshinfra.rest.view.EventView;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestStreamElementType;

/** How one run goes on, as it does. */
@Path("/runs/{id}/events")
@Tag(name = "runs")
@Produces(MediaType.SERVER_SENT_EVENTS)
@RestStreamElementType(MediaType.APPLICATION_JSON)
@Blocking
@RolesAllowed({Roles.OPERATOR, Roles.AGENT})
public final class RunStreamResource {
  private final Hub hub;
  private final EventStreams streams;

  RunStreamResource(Hub hub, EventStreams streams) {
    this.hub = hub;
    this.streams = streams;
  }

  @GET
  @Operation(summary = "The events of one run until it ends")
  @APIResponse(
      responseCode = "200",
      content =
          @Content(
              mediaType = MediaType.SERVER_SENT_EVENTS,
              schema = @Schema(implementation = EventView.class)))
  public Multi<OutboundSseEvent> ofRun(@PathParam("id") String id) {
    RunId run = Input.one(input -> input.run("id", id));
    RunSummary summary =
        hub.records().run(run).map(RunRecord::summary).orElseThrow(() -> RunsResource.unknown(run));
    return streams.ofRun(summary);
  }
}
