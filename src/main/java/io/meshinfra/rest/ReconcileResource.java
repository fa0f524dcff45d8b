package io.meshinfra.rest;

import io.meshinfra.model.NodeName;
import io.meshinfra.reconcile.Hub;
import io.meshinfra.reconcile.agent.AgentRefusal;
import io.meshinfra.reconcile.agent.Roles;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.rest.view.PassView.Passes;
import io.meshinfra.rest.view.Requests;
import io.meshinfra.session.AgentToken;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** Asks for passes now. */
@Path("/reconcile")
@Tag(name = "reconcile")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class ReconcileResource {
  private final Hub hub;
  private final SecurityIdentity caller;

  ReconcileResource(Hub hub, SecurityIdentity caller) {
    this.hub = hub;
    this.caller = caller;
  }

  @POST
  @RolesAllowed({Roles.OPERATOR, Roles.RECONCILER})
  @Operation(
      summary = "Make passes over nodes now",
      description =
          "Without nodes: over all that are not suspended. With wait, e.g. wait=60s, the answer is"
              + " 200 when all have ended, and 202 when some have not. The token of an agent must"
              + " be for that, and its contract name the nodes.")
  public RestResponse<Passes> reconcile(
      @QueryParam("wait") Optional<String> wait, Requests.Reconcile request) {
    Requests.Reconcile asked = request == null ? new Requests.Reconcile(List.of(), false) : request;
    Input input = new Input();
    List<NodeName> nodes =
        asked.nodes().stream().map(name -> input.node("nodes", String.valueOf(name))).toList();
    Duration longest = AskedPasses.wait(input, wait);
    input.check();
    Callers.agent(caller).ifPresent(agent -> allow(agent, nodes, asked.insist()));
    Map<NodeName, CompletableFuture<Pass>> ends =
        hub.reconcile(nodes, asked.insist(), Callers.by(caller));
    return new AskedPasses(ends).answer(longest);
  }

  private void allow(AgentToken agent, List<NodeName> nodes, boolean insist) {
    if (insist) {
      throw new AgentRefusal.NotAllowed("to insist on a plan that did not help is for people");
    }
    hub.agents().access().reconcile(agent, nodes, node -> hub.node(node).labels());
  }
}
