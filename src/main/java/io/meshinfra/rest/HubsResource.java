package io.meshinfra.rest;

import io.meshinfra.journal.Deed;
import io.meshinfra.journal.Journal;
import io.meshinfra.model.FencingToken;
import io.meshinfra.reconcile.Hub;
import io.meshinfra.rest.view.HubsView;
import io.meshinfra.rest.view.Requests;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Which hub is in charge. A hub that stands by answers this too. */
@Path("/hubs")
@Tag(name = "hubs")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class HubsResource {
  private final Hub hub;
  private final Journal journal;

  HubsResource(Hub hub, Journal journal) {
    this.hub = hub;
    this.journal = journal;
  }

  @GET
  @Operation(summary = "The hubs on this database, and which of them is in charge until when")
  public HubsView hubs() {
    return HubsView.of(journal.leases().hubs(), hub.leasing().hub());
  }

  @POST
  @Path("/raise")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Get a larger fencing token than nodes have seen from elsewhere",
      description =
          "After the database was put back from an older copy. Whichever hub sent the nodes the"
              + " larger token is kept out from then on.")
  public HubsView raise(Requests.RaiseToken request) {
    Requests.RaiseToken asked = request == null ? Requests.RaiseToken.NOTHING : request;
    Input input = new Input();
    input.needed("above", asked.above());
    long above = input.number("above", asked.above(), 1, FencingToken.LARGEST - 1, 1);
    String reason = input.needed("reason", asked.reason());
    String by = input.text("by", asked.by(), Callers.UNNAMED);
    input.check();
    hub.leasing().raise(new FencingToken(above), Deed.By.person(by), reason);
    return hubs();
  }
}
