package io.meshinfra.rest.view;

import io.meshinfra.reconcile.Previews;
import io.meshinfra.report.NetworkDifference;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a revision makes of the network of the one in force.
 *
 * @param opensToOutside whether who is no node may reach more
 * @param notes what no matrix shows
 * @param broken invariants of the one in force that the other breaks, and why
 */
@Schema(name = "NetworkChanges")
public record NetworkChangesView(
    String inForce,
    String revision,
    boolean opensToOutside,
    List<NetworkDifference.Changed> changed,
    List<String> notes,
    List<String> broken) {
  public NetworkChangesView {
    changed = List.copyOf(changed);
    notes = List.copyOf(notes);
    broken = List.copyOf(broken);
  }

  public static NetworkChangesView of(Previews.NetworkMove move) {
    NetworkDifference difference = move.difference();
    return new NetworkChangesView(
        move.inForce().id(),
        move.revision().id(),
        difference.opensToOutside(),
        difference.changed(),
        difference.notes(),
        difference.broken());
  }
}
