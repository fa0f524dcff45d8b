package io.meshinfra.policy;

import io.meshinfra.drift.ResourceChange;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Resource;
import io.meshinfra.resource.Touched;
import io.meshinfra.resource.Touching;
import java.util.Optional;

/** Asks a kind what a change of it touches. */
public final class Touches {
  private Touches() {}

  /** Empty when the kind does not say it: then it may be anything. */
  public static Optional<Touched> of(ResourceChange change) {
    return of(change.resource(), change.change());
  }

  @SuppressWarnings("unchecked")
  private static <S> Optional<Touched> of(Resource<S> resource, Change change) {
    return resource.type() instanceof Touching<?> touching
        ? Optional.of(((Touching<S>) touching).touches(resource.spec(), change))
        : Optional.empty();
  }
}
