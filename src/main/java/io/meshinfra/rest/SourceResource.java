package io.meshinfra.rest;

import io.meshinfra.reconcile.Hub;
import io.meshinfra.reconcile.agent.Roles;
import io.meshinfra.rest.view.FleetView;
import io.meshinfra.rest.view.Requests;
import io.meshinfra.rest.view.SourceView;
import io.meshinfra.rest.view.SourceView.Refreshed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Where the desired state comes from. */
@Path("/source")
@Tag(name = "source")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class SourceResource {
  private final Hub hub;

  SourceResource(Hub hub) {
    this.hub = hub;
  }

  @GET
  @RolesAllowed({Roles.OPERATOR, Roles.AGENT})
  @Operation(summary = "The revision in force and what was seen lately")
  public SourceView source() {
    return SourceView.of(hub.source());
  }

  @GET
  @Path("/fleet")
  @Operation(
      summary = "The fleet at any revision",
      description =
          "Of a commit, branch, tag or ref; one that is not in the hub's clone is fetched, and"
              + " nothing comes into force by that. 422 tells the mistakes of one that is not"
              + " valid.")
  public FleetView fleet(@QueryParam("revision") Optional<String> revision) {
    String asked = Input.one(input -> input.needed("revision", revision));
    return FleetView.of(hub.previews().outline(asked));
  }

  @POST
  @Path("/refresh")
  @Consumes(MediaType.WILDCARD)
  @Operation(
      summary = "Look at git now",
      description = "The newest revision is judged anew, also when it was refused before.")
  public Refreshed refresh() {
    return Refreshed.of(hub.reconsider(), hub);
  }

  @POST
  @Path("/accept-rewind")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Accept the branch as it is now, though its history was rewritten")
  public Refreshed acceptRewind(Requests.OnBehalf request) {
    return Refreshed.of(hub.acceptRewind(Callers.of(request)), hub);
  }

  @POST
  @Path("/accept-scope")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Let commits in that left the contract of their session",
      description =
          "From now on that commit and what it contains is not compared with contracts any more."
              + " The newest revision is judged anew.")
  public Refreshed acceptScope(Requests.AcceptScope request) {
    Requests.AcceptScope asked =
        request == null
            ? new Requests.AcceptScope(Optional.empty(), Optional.empty(), Optional.empty())
            : request;
    Input input = new Input();
    String commit = input.needed("commit", asked.commit());
    String reason = input.needed("reason", asked.reason());
    String by = input.text("by", asked.by(), Callers.UNNAMED);
    input.check();
    hub.agents().accept(commit, reason, by);
    return Refreshed.of(hub.reconsider(), hub);
  }
}
