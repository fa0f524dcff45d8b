package io.meshinfra.rest;

import io.meshinfra.model.NodeName;
import io.meshinfra.model.ResourceId;
import io.meshinfra.reconcile.Hub;
import io.meshinfra.rest.view.AdoptionView;
import io.meshinfra.rest.view.Requests;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Tells how drift could become intent. For the operator alone: what files hold is in it, also of
 * files that few may read on the node.
 */
@Path("/nodes/{name}/adoption")
@Tag(name = "drift")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class AdoptionResource {
  private final Hub hub;

  AdoptionResource(Hub hub) {
    this.hub = hub;
  }

  @POST
  @Operation(
      summary = "Look at a node now and tell how its drift could become intent",
      description =
          "By edits of the files of the revision in force, proven by loading them again. Nothing is"
              + " written: whoever asks writes them into a working copy and commits them.")
  public AdoptionView adopt(@PathParam("name") String name, Requests.Adopt request) {
    List<String> named = request == null ? List.of() : request.resources();
    Input input = new Input();
    NodeName node = input.node("name", name);
    Set<ResourceId> wanted = new TreeSet<>();
    named.forEach(resource ->
        input
            .maybe("resources", Optional.of(String.valueOf(resource)), ResourceId::parse)
            .ifPresent(wanted::add));
    input.check();
    return AdoptionView.of(hub.previews().adoptionDesk().of(node, wanted));
  }
}
