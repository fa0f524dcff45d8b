package io.meshinfra.desired.fold;

import io.meshinfra.model.Mode;
import io.meshinfra.model.Prune;
import io.meshinfra.model.ResourceId;
import io.meshinfra.resource.Ordered;
import io.meshinfra.resource.Reactive;
import io.meshinfra.resource.Resource;
import io.meshinfra.resource.ResourceType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A resource with the order it asks for. Equal only to itself, so that the same list of shared
 * resources is ordered once for all nodes.
 */
final class Folded {
  private final Resource<?> resource;
  private final Set<ResourceId> implied;
  private final Set<ResourceId> triggers;
  private final boolean overriding;

  private Folded(
      Resource<?> resource, Set<ResourceId> implied, Set<ResourceId> triggers, boolean overriding) {
    this.resource = resource;
    this.implied = implied;
    this.triggers = triggers;
    this.overriding = overriding;
  }

  static <S> Folded of(Resource<S> resource, boolean overriding) {
    return new Folded(
        resource,
        implied(resource.type(), resource.spec()),
        triggers(resource.type(), resource.spec()),
        overriding);
  }

  Resource<?> resource() {
    return resource;
  }

  ResourceId id() {
    return resource.id();
  }

  /** Those that come first when the catalog has them. */
  Set<ResourceId> implied() {
    return implied;
  }

  /** Those whose change it reacts to; the catalog must have them. */
  Set<ResourceId> triggers() {
    return triggers;
  }

  /** Whether it takes the place of what profiles say about the same resource. */
  boolean isOverriding() {
    return overriding;
  }

  /** This in place of others, if any: what keeps people from changing too much stays. */
  Folded inPlaceOf(List<Folded> replaced) {
    Resource.Terms mine = resource.terms();
    Mode mode = mine.mode();
    boolean guard = mine.guard();
    Optional<Prune> prune = mine.prune();
    Set<String> semaphores = new TreeSet<>(mine.semaphores());
    for (Folded folded : replaced) {
      mode = mode.stricter(folded.resource.terms().mode());
      guard |= folded.resource.terms().guard();
      prune = Prune.stricter(prune, folded.resource.terms().prune());
      semaphores.addAll(folded.resource.terms().semaphores());
    }
    return with(
        new Resource.Terms(
                mode, guard, mine.after(), mine.position(), prune, semaphores, mine.hold())
            .onlyWhen(mine.when()));
  }

  /** The same thing said twice: orders united, the stricter mode wins. */
  Folded merge(Folded same) {
    Resource.Terms mine = resource.terms();
    Resource.Terms others = same.resource.terms();
    Set<ResourceId> after = new TreeSet<>(mine.after());
    after.addAll(others.after());
    Set<String> semaphores = new TreeSet<>(mine.semaphores());
    semaphores.addAll(others.semaphores());
    Resource.Terms terms =
        new Resource.Terms(
            mine.mode().stricter(others.mode()),
            mine.guard() || others.guard(),
            after,
            mine.position(),
            Prune.stricter(mine.prune(), others.prune()),
            semaphores,
            mine.hold(),
            mine.when().isPresent() && others.when().isPresent() ? mine.when() : Optional.empty());
    return with(terms);
  }

  private Folded with(Resource.Terms terms) {
    return terms.equals(resource.terms())
        ? this
        : new Folded(with(resource, terms), implied, triggers, overriding);
  }

  private static <S> Resource<S> with(Resource<S> resource, Resource.Terms terms) {
    return new Resource<>(
        resource.id(), resource.type(), resource.spec(), terms, resource.fingerprint());
  }

  @SuppressWarnings("unchecked")
  private static <S> Set<ResourceId> implied(ResourceType<S> type, S spec) {
    return type instanceof Ordered<?> ordered ? ((Ordered<S>) ordered).comesAfter(spec) : Set.of();
  }

  @SuppressWarnings("unchecked")
  private static <S> Set<ResourceId> triggers(ResourceType<S> type, S spec) {
    return type instanceof Reactive<?> reactive
        ? new TreeSet<>(((Reactive<S>) reactive).reactsTo(spec).keySet())
        : Set.of();
  }
}
