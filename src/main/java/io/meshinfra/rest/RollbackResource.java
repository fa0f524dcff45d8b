package io.meshinfra.rest;

import io.meshinfra.model.NodeName;
import io.meshinfra.reconcile.Hub;
import io.meshinfra.reconcile.Rollbacks;
import io.meshinfra.rest.view.GenerationsView;
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
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** What a node keeps of what was applied, and undoing it. */
@Path("/nodes/{name}/generations")
@Tag(name = "nodes")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class RollbackResource {
  private final Hub hub;

  RollbackResource(Hub hub) {
    this.hub = hub;
  }

  @GET
  @Operation(
      summary = "Runs that changed a node, newest first, with what they replaced",
      description = "Asks the node, which keeps them; 409 when it cannot be asked.")
  public GenerationsView all(@PathParam("name") String name) {
    NodeName node = Input.one(input -> input.node("name", name));
    hub.node(node);
    return new GenerationsView(hub.byHand().generations(node));
  }

  @POST
  @Path("/rollback")
  @Operation(
      summary = "Undo the last generations of a node",
      description =
          "The node is suspended with the reason first, and stays so until it is resumed. With wait,"
              + " e.g. wait=60s, the answer is 200 when the pass has ended, and 202 when it has not."
              + " 409 tells why nothing can be undone; the node is not suspended then.")
  public RestResponse<Passes> rollBack(
      @PathParam("name") String name,
      @QueryParam("wait") Optional<String> wait,
      Requests.RollBack request) {
    Requests.RollBack asked = request == null ? Requests.RollBack.NOTHING : request;
    Input input = new Input();
    NodeName node = input.node("name", name);
    String reason = input.needed("reason", asked.reason());
    String by = input.text("by", asked.by(), Callers.UNNAMED);
    Duration longest = AskedPasses.wait(input, wait);
    input.check();
    hub.node(node);
    var order = new Rollbacks.Order(asked.to(), asked.force(), by, reason);
    return new AskedPasses(Map.of(node, hub.byHand().rollBack(node, order))).answer(longest);
  }
}
