package io.meshinfra.report.review;

import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.ResourceId;
import java.util.Optional;

/**
 * One change of a plan as a pull request tells it.
 *
 * @param moved whether somebody also changed the resource by hand, which this change overwrites
 * @param waits why the plan leaves it alone; absent when it is carried out
 */
public record Told(ResourceChange change, Cause cause, boolean moved, Optional<String> waits) {
  public ResourceId id() {
    return change.id();
  }

  public boolean isCarriedOut() {
    return waits.isEmpty();
  }
}
