package io.meshinfra.resource;

import io.meshinfra.model.ResourceId;
import java.util.Set;

/** A type whose resources imply an order, e.g. a file comes after its directory and its owner. */
public interface Ordered<S> {
  /** Resources that come first when the catalog has them; those it has not are ignored. */
  Set<ResourceId> comesAfter(S spec);
}
