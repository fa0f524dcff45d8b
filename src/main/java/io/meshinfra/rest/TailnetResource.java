package io.meshinfra.rest;

import io.meshinfra.journal.Deed;
import io.meshinfra.reconcile.Hub;
import io.meshinfra.rest.view.TailnetView;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The policy file of the tailnet, for the operator alone. */
@Path("/network/tailscale")
@Tag(name = "network")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class TailnetResource {
  private final Hub hub;

  TailnetResource(Hub hub) {
    this.hub = hub;
  }

  @GET
  @Operation(
      summary = "The policy file of the tailnet beside what follows from the revision in force",
      description = "Asks Tailscale each time.")
  public TailnetView look() {
    return TailnetView.of(hub.tailnet().look());
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Put the policy file that follows from the revision in force",
      description =
          "Tailscale validates it first. What somebody wrote by hand is only overwritten when the"
              + " request says so; what was replaced is kept in the home of the hub.")
  public TailnetView.Outcome put(TailnetView.Put request) {
    TailnetView.Put asked = request == null ? TailnetView.Put.NOTHING : request;
    String by = Input.one(input -> input.text("by", asked.by(), Callers.UNNAMED));
    return TailnetView.Outcome.of(
        hub.tailnet().put(Deed.By.person(by), asked.overwriteHandEdits().orElse(false)));
  }
}
