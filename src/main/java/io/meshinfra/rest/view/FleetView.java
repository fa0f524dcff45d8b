package io.meshinfra.rest.view;

import io.meshinfra.model.NodeName;
import io.meshinfra.reconcile.Previews;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Which nodes a revision has, whether or not it is in force. */
@Schema(name = "Fleet")
public record FleetView(String name, String revision, List<String> nodes) {
  public FleetView {
    nodes = List.copyOf(nodes);
  }

  public static FleetView of(Previews.Outline fleet) {
    return new FleetView(
        fleet.fleet(), fleet.revision().id(), fleet.nodes().stream().map(NodeName::value).toList());
  }
}
