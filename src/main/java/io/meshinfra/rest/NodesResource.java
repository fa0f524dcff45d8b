package io.meshinfra.rest;

import io.meshinfra.journal.Suspension;
import io.meshinfra.model.NodeName;
import io.meshinfra.reconcile.Approvals;
import io.meshinfra.reconcile.Hub;
import io.meshinfra.reconcile.agent.Roles;
import io.meshinfra.rest.view.Answers.Nodes;
import io.meshinfra.rest.view.Answers.Resumed;
import io.meshinfra.rest.view.ApprovalView;
import io.meshinfra.rest.view.DriftView;
import io.meshinfra.rest.view.NodeDetail;
import io.meshinfra.rest.view.NodeView;
import io.meshinfra.rest.view.PreviewView;
import io.meshinfra.rest.view.Requests;
import io.meshinfra.rest.view.RunView.Runs;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What the hub knows of nodes, and what may be asked for a single one. */
@Path("/nodes")
@Tag(name = "nodes")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class NodesResource {
  private static final int MOST_RUNS = 500;
  private static final int MOST_APPROVALS = 100;

  private final Hub hub;
  private final Clock clock = Clock.systemUTC();

  NodesResource(Hub hub) {
    this.hub = hub;
  }

  @GET
  @RolesAllowed({Roles.OPERATOR, Roles.AGENT})
  @Operation(summary = "All nodes of the fleet")
  public Nodes all() {
    Map<NodeName, Suspension> suspensions = hub.suspensions();
    return new Nodes(
        hub.nodes().stream()
            .map(node ->
                NodeView.of(
                    node,
                    hub.presences(),
                    Optional.ofNullable(suspensions.get(node.node())),
                    hub.waysIn()))
            .toList(),
        Optional.of(hub.trouble()).filter(trouble -> !trouble.isEmpty()));
  }

  @GET
  @RolesAllowed({Roles.OPERATOR, Roles.AGENT})
  @Path("/{name}")
  @Operation(summary = "One node with what differs on it")
  public NodeDetail one(@PathParam("name") String name) {
    return detail(named(name));
  }

  private NodeDetail detail(NodeName node) {
    return NodeDetail.of(hub.node(node), hub.presences(), hub.suspension(node), hub.waysIn());
  }

  @GET
  @RolesAllowed({Roles.OPERATOR, Roles.AGENT})
  @Path("/{name}/drift")
  @Tag(name = "drift")
  @Operation(summary = "What drifts on a node, since when, and which pull request is about it")
  public DriftView.OnNode drift(@PathParam("name") String name) {
    return DriftView.OnNode.of(hub.drift().of(hub.node(named(name))));
  }

  @POST
  @Path("/{name}/preview")
  @Consumes(MediaType.WILDCARD)
  @Operation(
      summary = "Look at a node now and plan",
      description =
          "Changes nothing. Takes as long as a probe takes, with playbooks minutes. With revision:"
              + " as that commit, branch, tag or ref would have the node, which runs its checks;"
              + " 422 tells the mistakes of one that is not valid.")
  public PreviewView preview(
      @PathParam("name") String name,
      @Parameter(description = "instead of the revision in force") @QueryParam("revision")
          Optional<String> revision) {
    NodeName node = named(name);
    return PreviewView.of(
        revision
            .map(ref -> hub.previewDesk().look(node, ref))
            .orElseGet(() -> hub.previewDesk().look(node)));
  }

  @POST
  @Path("/{name}/suspend")
  @Operation(summary = "Leave a node alone, with a reason")
  public NodeDetail suspend(@PathParam("name") String name, Requests.Suspend request) {
    Requests.Suspend asked =
        request == null
            ? new Requests.Suspend(Optional.empty(), Optional.empty(), Optional.empty())
            : request;
    Input input = new Input();
    NodeName node = input.node("name", name);
    String reason = input.needed("reason", asked.reason());
    String by = input.text("by", asked.by(), Callers.UNNAMED);
    Optional<Instant> until = input.future("until", asked.until(), clock.instant());
    input.check();
    hub.suspend(node, reason, by, until);
    return detail(node);
  }

  @POST
  @Path("/{name}/resume")
  @Operation(summary = "Take up a suspended node again")
  public Resumed resume(@PathParam("name") String name, Requests.OnBehalf request) {
    return new Resumed(hub.resume(named(name), Callers.of(request)));
  }

  @POST
  @Path("/{name}/approvals")
  @Operation(
      summary = "Agree to the plan of a node that waits for it",
      description =
          "With plan, only when that is the hash of the plan that waits; otherwise nothing is"
              + " recorded, and the answer is 409. The node is looked at at once.")
  public ApprovalView approve(@PathParam("name") String name, Requests.Approve request) {
    Requests.Approve asked = request == null ? Requests.Approve.NOTHING : request;
    Input input = new Input();
    NodeName node = input.node("name", name);
    String reason = input.needed("reason", asked.reason());
    String by = input.text("by", asked.by(), Callers.UNNAMED);
    Optional<String> plan = input.planHash("plan", asked.plan());
    Optional<Instant> until = input.future("until", asked.until(), clock.instant());
    input.check();
    return ApprovalView.of(
        hub.approvalDesk().approve(node, plan, new Approvals.By(by, "api", reason), until));
  }

  @GET
  @Path("/{name}/approvals")
  @Operation(summary = "Approvals of plans of a node, newest first, those that have ended too")
  public ApprovalView.All approvals(@PathParam("name") String name) {
    NodeName node = named(name);
    hub.node(node);
    return ApprovalView.All.of(
        hub.approvals().awaited(node), hub.approvals().of(node, MOST_APPROVALS));
  }

  @GET
  @RolesAllowed({Roles.OPERATOR, Roles.AGENT})
  @Path("/{name}/history")
  @Operation(summary = "Runs over a node, newest first")
  public Runs history(
      @PathParam("name") String name,
      @QueryParam("limit") Optional<String> limit,
      @QueryParam("before") Optional<String> before) {
    Input input = new Input();
    NodeName node = input.node("name", name);
    int most = (int) input.number("limit", limit, 1, MOST_RUNS, 50);
    var older = input.maybeRun("before", before);
    input.check();
    return Runs.page(hub.records().history(Optional.of(node), most, older), most);
  }

  private static NodeName named(String name) {
    return Input.one(input -> input.node("name", name));
  }
}
