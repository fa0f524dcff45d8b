package io.meshinfra.rest;

import io.meshinfra.model.NodeName;
import io.meshinfra.reconcile.Hub;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.rest.view.BreakGlassView;
import io.meshinfra.rest.view.PassView.Passes;
import io.meshinfra.rest.view.Requests;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** Work by hand on a node, in an emergency. */
@Path("/nodes/{name}/break-glass")
@Tag(name = "nodes")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class BreakGlassResource {
  private final Hub hub;
  private final Clock clock = Clock.systemUTC();

  BreakGlassResource(Hub hub) {
    this.hub = hub;
  }

  @GET
  @Operation(summary = "Who works on a node by hand, and what is held of what was changed")
  public BreakGlassView one(@PathParam("name") String name) {
    return view(named(name));
  }

  @POST
  @Operation(
      summary = "Leave a node to somebody who has to work on it by hand",
      description =
          "The node is suspended until then and looked at. Afterwards what was changed is reported and"
              + " held until it is adopted or reverted.")
  public BreakGlassView open(@PathParam("name") String name, Requests.Suspend request) {
    Requests.Suspend asked =
        request == null
            ? new Requests.Suspend(Optional.empty(), Optional.empty(), Optional.empty())
            : request;
    Input input = new Input();
    NodeName node = input.node("name", name);
    String reason = input.needed("reason", asked.reason());
    String by = input.text("by", asked.by(), Callers.UNNAMED);
    input.needed("until", asked.until());
    Optional<Instant> until = input.future("until", asked.until(), clock.instant());
    input.check();
    hub.node(node);
    hub.byHand().open(node, reason, by, until.orElseThrow());
    return view(node);
  }

  @POST
  @Path("/end")
  @Operation(
      summary = "The work by hand has ended: look what was changed",
      description =
          "Puts nothing right. With wait, e.g. wait=60s, the answer comes when it was seen.")
  public RestResponse<Passes> end(
      @PathParam("name") String name,
      @QueryParam("wait") Optional<String> wait,
      Requests.OnBehalf request) {
    Input input = new Input();
    NodeName node = input.node("name", name);
    Duration longest = AskedPasses.wait(input, wait);
    input.check();
    hub.node(node);
    CompletableFuture<Pass> end = hub.byHand().end(node, Callers.of(request));
    return new AskedPasses(Map.of(node, end)).answer(longest);
  }

  @POST
  @Path("/revert")
  @Operation(summary = "Put right what was changed by hand, like other drift")
  public BreakGlassView revert(@PathParam("name") String name, Requests.OnBehalf request) {
    NodeName node = named(name);
    hub.node(node);
    hub.byHand().revert(node, Callers.of(request));
    return view(node);
  }

  private BreakGlassView view(NodeName node) {
    hub.node(node);
    return BreakGlassView.of(hub.byHand().glass(node), hub.byHand().held(node));
  }

  private static NodeName named(String name) {
    return Input.one(input -> input.node("name", name));
  }
}
