package io.meshinfra.reconcile;

import io.meshinfra.desired.Fleet;
import io.meshinfra.model.NodeName;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.revision.Predicted;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Shows what would be done to one node, for whoever asks at a door; nothing is changed. */
public final class PreviewDesk {
  private final Previews previews;
  private final Supplier<Fleet> inForce;
  private final Consumer<NodeName> refuseUnknown;

  /**
   * @param inForce throws {@link NothingInForce} when nothing is
   * @param refuseUnknown throws {@link UnknownNode}
   */
  PreviewDesk(Previews previews, Supplier<Fleet> inForce, Consumer<NodeName> refuseUnknown) {
    this.previews = previews;
    this.inForce = inForce;
    this.refuseUnknown = refuseUnknown;
  }

  /** Probes and plans one node at the revision in force. */
  public Pass look(NodeName name) {
    Fleet fleet = inForce.get();
    refuseUnknown.accept(name);
    return previews.of(name, fleet);
  }

  /** The same at any other revision: a commit, a branch, a tag or a ref. */
  public Pass look(NodeName name, String revision) {
    return previews.of(name, previews.fleet(revision));
  }

  /**
   * What any other revision asks of a node that the one in force does not; no node is looked at.
   */
  public String predicted(NodeName name, String revision) {
    Fleet now = inForce.get();
    Fleet other = previews.fleet(revision);
    return new Predicted(now, other)
        .of(name)
        .orElseThrow(() ->
            new UnknownNode(
                name,
                "the fleet at " + other.revision().abbreviated(),
                List.copyOf(other.nodes().keySet())));
  }
}
