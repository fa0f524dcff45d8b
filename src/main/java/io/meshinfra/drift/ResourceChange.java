package io.meshinfra.drift;

import io.meshinfra.model.Origin;
import io.meshinfra.model.ResourceId;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Resource;

/** A resource that is not as it shall be, and why: git moved, or the machine did. */
public record ResourceChange(Resource<?> resource, Change change, Origin origin) {
  public ResourceId id() {
    return resource.id();
  }
}
