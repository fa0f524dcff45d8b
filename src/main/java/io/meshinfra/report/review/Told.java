package io.meshinfra.report.review;

import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.ResourceId;
import java.util.Optional;

/**
 * One change of a plan as a pull request tells it.
 *
 * @param moved whether somebody also changed the resource by hand, which this change overwrites
 * @param guard how the node undoes it by itself; absent when it does not
 * @param waits why the plan leaves it alone; absent when it is carried out
 */
public record Told(
    ResourceChange change,
    Cause cause,
    boolean moved,
    Optional<String> guard,
    Optional<String> waits) {
  Told guarded(Optional<String> how) {
    return new Told(change, cause, moved, how, waits);
  }

  Told waiting(String reason) {
    return new Told(change, cause, moved, guard, Optional.of(reason));
  }

  /** With a change that tells less. */
  public Told as(ResourceChange other) {
    return new Told(other, cause, moved, guard, waits);
  }

  public ResourceId id() {
    return change.id();
  }

  public boolean isCarriedOut() {
    return waits.isEmpty();
  }
}
