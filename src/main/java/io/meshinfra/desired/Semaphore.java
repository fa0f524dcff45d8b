package io.meshinfra.desired;

import io.meshinfra.model.ResourceId;
import io.meshinfra.resource.Resource;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * Something of which only some nodes may have one at a time, across the fleet.
 *
 * @param capacity how many nodes
 * @param kinds of resources that take it in any case
 */
public record Semaphore(String name, int capacity, Set<String> kinds) {
  public Semaphore {
    kinds = Collections.unmodifiableSet(new TreeSet<>(kinds));
  }

  /** Whether a run takes it that changes the resource. */
  public boolean isTakenBy(Resource<?> resource) {
    ResourceId id = resource.id();
    return kinds.contains(id.kind()) || resource.terms().semaphores().contains(name);
  }
}
