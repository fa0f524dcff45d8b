package io.meshinfra.drift;

import io.meshinfra.drift.LastApplied.Print;
import io.meshinfra.model.Mode;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.Revision;
import io.meshinfra.resource.Resource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What is on a node because mesh made it: the only things that are removed when they have left the
 * catalog.
 */
public record Made(Map<ResourceId, Thing> things) {
  public static final Made NOTHING = new Made(Map.of());

  public Made {
    things = Map.copyOf(things);
  }

  /**
   * One resource that mesh made.
   *
   * @param print as it was applied last
   * @param left the revision at which it was first seen to have left the catalog
   */
  public record Thing(Print print, Optional<Revision> left) {}

  /** With what a run has just made, which a probe saw come about. */
  public Made with(Collection<? extends Resource<?>> made, Revision revision) {
    Map<ResourceId, Thing> next = new TreeMap<>(things);
    for (Resource<?> resource : made) {
      Print print = new Print(resource.fingerprint(), revision);
      next.put(resource.id(), new Thing(print, Optional.empty()));
    }
    return new Made(next);
  }

  /** What is left of it after a probe. What was removed, by whomever, is no more mesh's. */
  Made after(Drift drift, LastApplied applied) {
    Set<ResourceId> present = ids(drift.catalog().resources());
    Set<ResourceId> gone = ids(drift.allowed().resources());
    gone.removeAll(present);
    drift.changes().forEach(change -> gone.remove(change.id()));
    Map<ResourceId, Thing> next = new TreeMap<>();
    things.forEach((id, thing) -> {
      if (present.contains(id)) {
        next.put(id, new Thing(applied.of(id).orElse(thing.print()), Optional.empty()));
      } else if (drift.catalog().mode() == Mode.HEAL) {
        next.put(id, thing);
      } else if (!gone.contains(id)) {
        next.put(id, new Thing(thing.print(), thing.left().or(() -> at(drift))));
      }
    });
    return new Made(next);
  }

  private static Optional<Revision> at(Drift drift) {
    return Optional.of(drift.revision());
  }

  private static Set<ResourceId> ids(Collection<Resource<?>> resources) {
    return resources.stream().map(Resource::id).collect(Collectors.toSet());
  }
}
