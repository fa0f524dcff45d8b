package io.meshinfra.drift;

import io.meshinfra.model.Origin;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.Revision;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Resource;
import java.util.Optional;

/**
 * A resource that is not as it shall be, and why: git moved, or the machine did.
 *
 * @param asApplied the revision that it was applied from, when it is compared with that and not
 *     with the revision in force
 * @param left the revision at which it left the catalog; mesh made it, so it is removed
 */
public record ResourceChange(
    Resource<?> resource,
    Change change,
    Origin origin,
    Optional<Revision> asApplied,
    Optional<Revision> left) {

  /** One from the revision in force. */
  public ResourceChange(Resource<?> resource, Change change, Origin origin) {
    this(resource, change, origin, Optional.empty(), Optional.empty());
  }

  public ResourceId id() {
    return resource.id();
  }

  /** Whether the other is about the same resource with the same spec. */
  public boolean isOfTheSame(ResourceChange other) {
    return id().equals(other.id()) && resource.fingerprint().equals(other.resource().fingerprint());
  }
}
