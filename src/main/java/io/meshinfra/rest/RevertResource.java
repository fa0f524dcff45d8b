package io.meshinfra.rest;

import io.meshinfra.model.NodeName;
import io.meshinfra.reconcile.Approvals;
import io.meshinfra.reconcile.Hub;
import io.meshinfra.reconcile.RevertDesk.Consent;
import io.meshinfra.reconcile.agent.Roles;
import io.meshinfra.rest.view.PassView.Passes;
import io.meshinfra.rest.view.Requests;
import io.meshinfra.rest.view.RevertView;
import io.meshinfra.session.AgentToken;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** Puts back what somebody changed by hand on a node, though mesh by itself would leave it. */
@Path("/nodes/{name}/revert")
@Tag(name = "drift")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RolesAllowed({Roles.OPERATOR, Roles.RECONCILER})
public final class RevertResource {
  private final Hub hub;
  private final SecurityIdentity caller;

  RevertResource(Hub hub, SecurityIdentity caller) {
    this.hub = hub;
    this.caller = caller;
  }

  @POST
  @Path("/preview")
  @Operation(
      summary = "Look at a node now and plan what a revert would put back",
      description =
          "Changes nothing. Only what the machine moved is put back; what git moved and has not"
              + " reached the node stays as it is.")
  public RevertView preview(@PathParam("name") String name) {
    NodeName node = Input.one(input -> input.node("name", name));
    return RevertView.of(hub.revertDesk().look(node));
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Put a node back",
      description =
          "By the plan whose hash is given, as the preview or the pull request about the drift shows"
              + " it; 409 when the node would get another plan now, and nothing is done. Whoever asks"
              + " agrees to the plan; an agent does not, so that it waits where policy asks first."
              + " The token of an agent must be for that, and its contract name the node. With wait"
              + " as for reconcile.")
  public RestResponse<Passes> revert(
      @PathParam("name") String name,
      @QueryParam("wait") Optional<String> wait,
      Requests.Revert request) {
    Requests.Revert asked = request == null ? Requests.Revert.NOTHING : request;
    Input input = new Input();
    NodeName node = input.node("name", name);
    input.needed("plan", asked.plan());
    Optional<String> plan = input.planHash("plan", asked.plan());
    String reason = input.needed("reason", asked.reason());
    String by = input.text("by", asked.by(), Callers.UNNAMED);
    Duration longest = AskedPasses.wait(input, wait);
    input.check();
    Optional<AgentToken> agent = Callers.agent(caller);
    agent.ifPresent(token -> allow(token, node));
    var who = new Approvals.By(agent.map(AgentToken::owner).orElse(by), "api", reason);
    Consent consent = agent.isPresent() ? Consent.ONLY_ASKS : Consent.AGREES;
    return new AskedPasses(
            Map.of(node, hub.revertDesk().revert(node, plan.orElseThrow(), who, consent)))
        .answer(longest);
  }

  private void allow(AgentToken token, NodeName node) {
    hub.agents().access().reconcile(token, List.of(node), n -> hub.node(n).labels());
  }
}
