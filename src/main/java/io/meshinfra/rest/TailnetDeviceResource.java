package io.meshinfra.rest;

import io.meshinfra.journal.Deed;
import io.meshinfra.model.NodeName;
import io.meshinfra.reconcile.Hub;
import io.meshinfra.reconcile.tailnet.TailnetDevices.Leaver;
import io.meshinfra.rest.view.TailnetDeviceView;
import io.smallrye.common.annotation.RunOnVirtualThread;
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

/** The device of a node that leaves, for the operator alone. */
@Path("/network/tailscale/device")
@Tag(name = "network")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class TailnetDeviceResource {
  private final Hub hub;

  TailnetDeviceResource(Hub hub) {
    this.hub = hub;
  }

  @GET
  @Operation(
      summary = "Which device of the tailnet a node is",
      description = "Asks Tailscale each time. It is one when its address and its hostname match.")
  public TailnetDeviceView look(
      @QueryParam("node") Optional<String> node, @QueryParam("address") Optional<String> address) {
    return TailnetDeviceView.of(hub.tailnetDevices().look(leaver(new Input(), node, address)));
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Remove the device of a node from the tailnet",
      description =
          "Only when it is still the one with that id, and its address and its hostname match.")
  public TailnetDeviceView remove(TailnetDeviceView.Removal request) {
    TailnetDeviceView.Removal asked = request == null ? TailnetDeviceView.Removal.NOTHING : request;
    Input input = new Input();
    String by = input.text("by", asked.by(), Callers.UNNAMED);
    String id = input.needed("id", asked.id());
    Leaver leaver = leaver(input, asked.node(), asked.address());
    return TailnetDeviceView.of(hub.tailnetDevices().remove(Deed.By.person(by), leaver, id));
  }

  private static Leaver leaver(Input input, Optional<String> node, Optional<String> address) {
    NodeName name = input.needed("node", node, NodeName::parse);
    String at = input.needed("address", address, Leaver::address);
    input.check();
    return new Leaver(name, at);
  }
}
