package io.meshinfra.rest;

import io.meshinfra.journal.RunRecord;
import io.meshinfra.journal.RunSummary;
import io.meshinfra.model.RunId;
import io.meshinfra.reconcile.Hub;
import io.meshinfra.rest.stream.EventStreams;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What happens, as it happens. */
@Path("/")
@Tag(name = "streams")
@Produces(MediaType.SERVER_SENT_EVENTS)
@Blocking
public final class StreamsResource {
  private final Hub hub;
  private final EventStreams streams;

  StreamsResource(Hub hub, EventStreams streams) {
    this.hub = hub;
    this.streams = streams;
  }

  @GET
  @Path("events/stream")
  @Operation(
      summary = "Events as they happen",
      description =
          "First those after the number that is given, then live ones, without gap and duplicate."
              + " A client that comes back says with Last-Event-ID where it was.")
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

  @GET
  @Path("runs/{id}/events")
  @Operation(summary = "The events of one run until it ends")
  public Multi<OutboundSseEvent> ofRun(@PathParam("id") String id) {
    RunId run = Input.one(input -> input.run("id", id));
    RunSummary summary =
        hub.run(run).map(RunRecord::summary).orElseThrow(() -> RunsResource.unknown(run));
    return streams.ofRun(summary);
  }
}
