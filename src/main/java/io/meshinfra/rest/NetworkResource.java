package io.meshinfra.rest;

import io.meshinfra.reconcile.Hub;
import io.meshinfra.reconcile.agent.Roles;
import io.meshinfra.reconcile.paths.NodeWays;
import io.meshinfra.rest.view.FlowTestView;
import io.meshinfra.rest.view.NetworkChangesView;
import io.meshinfra.rest.view.NetworkStatusView;
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

/** How the network really is. */
@Path("/network")
@Tag(name = "network")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RolesAllowed({Roles.OPERATOR, Roles.AGENT})
public final class NetworkResource {
  private final Hub hub;

  NetworkResource(Hub hub) {
    this.hub = hub;
  }

  @GET
  @Path("/status")
  @Operation(
      summary = "How every access path of every node does",
      description =
          "As the last rounds of mesh.paths.interval saw it; nodes that are away are not tried.")
  public NetworkStatusView status() {
    return new NetworkStatusView(hub.waysIn().all().stream().map(this::view).toList());
  }

  @GET
  @Path("/flows")
  @Operation(
      summary =
          "What nodes and the hub met that tried the network intent, by the last test of the hub",
      description =
          "Tests are made on mesh.network.test.interval, where there is a network intent.")
  public FlowTestView flows() {
    return hub.flows().last().map(FlowTestView::of).orElse(FlowTestView.NONE);
  }

  @GET
  @Path("/changes")
  @Operation(
      summary = "What a revision opens and closes beside what is in force",
      description =
          "Of a commit, branch, tag or ref; one that is not in the hub's clone is fetched, and"
              + " nothing comes into force by that. 422 tells the mistakes of one that is not"
              + " valid.")
  public NetworkChangesView changes(@QueryParam("revision") Optional<String> revision) {
    String asked = Input.one(input -> input.needed("revision", revision));
    return NetworkChangesView.of(hub.previews().networkMove(asked));
  }

  private NetworkStatusView.OfNode view(NodeWays ways) {
    String attendance =
        hub.status(ways.node()).map(now -> now.attendance().state().word()).orElse("present");
    return NetworkStatusView.of(ways, attendance);
  }
}
