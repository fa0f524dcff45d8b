package io.meshinfra.desired.fold;

import io.meshinfra.model.Mode;
import io.meshinfra.model.Prune;
import io.meshinfra.model.ResourceId;
import io.meshinfra.resource.Doc;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The keys that may stand beside the kind of every resource. */
public record Terms(
    @Doc("Resources that come first, written KIND:NAME.") List<ResourceId> after,
    @Doc(
            value = "How far the hub may go; the stricter of all settings wins.",
            byDefault = "enforce")
        Mode mode,
    @Doc(
            value =
                "What becomes of it once it has left the catalog, if mesh made it: false, it stays;"
                    + " true, it is removed when somebody has agreed to the plan; unattended, without"
                    + " asking. The stricter of all settings wins.",
            byDefault = "false")
        Optional<Prune> prune,
    @Doc(
            value =
                "Lets the node undo the change by itself unless the hub gets back in, even where the"
                    + " kind would not.",
            byDefault = "false")
        Boolean guard,
    @Doc(
            value =
                "For resources of a node only: take the place of what profiles say about the same"
                    + " resource. Their stricter mode and their guard stay.",
            byDefault = "false")
        Boolean override,
    @Doc(
            "Semaphores that a run takes which changes it, as the Fleet manifest declares them: so"
                + " many nodes at a time as they have capacity, the others wait.")
        Set<String> semaphores) {
  public Terms {
    after = List.copyOf(after);
    mode = mode == null ? Mode.ENFORCE : mode;
    guard = guard == null ? Boolean.FALSE : guard;
    semaphores = Collections.unmodifiableSet(new TreeSet<>(semaphores));
    override = override == null ? Boolean.FALSE : override;
  }
}
