package io.meshinfra.drift;

import io.meshinfra.model.ResourceId;
import io.meshinfra.resource.Resource;
import java.util.Set;

/** Gives the resources of a node as they were applied last, though git has changed them since. */
@FunctionalInterface
public interface Baseline {
  /** For a place where nothing is remembered. */
  Baseline NONE = (id, print) -> new Lost("nothing is remembered here of what was applied");

  Applied of(ResourceId id, LastApplied.Print print);

  /** What is known of a resource as it was applied. */
  sealed interface Applied {}

  /**
   * It is found again.
   *
   * @param after what came before it in the catalog that it was applied from
   */
  record Found(Resource<?> resource, Set<ResourceId> after) implements Applied {
    public Found {
      after = Set.copyOf(after);
    }
  }

  /** It cannot be found again, so that nobody can tell whether it drifted. */
  record Lost(String reason) implements Applied {}
}
