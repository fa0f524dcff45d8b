package io.meshinfra.adopt;

import io.meshinfra.drift.ResourceChange;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Drift that is adopted together or not at all, since it is written in the same places.
 *
 * @param places of entries, as {@code file:line:column}
 */
record Unit(Set<String> places, Map<Spot, ResourceChange> changes) {
  Unit {
    places = Collections.unmodifiableSet(new LinkedHashSet<>(places));
    changes = Collections.unmodifiableMap(new LinkedHashMap<>(changes));
  }

  /** Adds a unit to others; those that share a place with it become one. */
  static void join(List<Unit> units, Unit more) {
    Set<String> places = new LinkedHashSet<>();
    Map<Spot, ResourceChange> changes = new LinkedHashMap<>();
    units.removeIf(unit -> {
      boolean together = !Collections.disjoint(unit.places, more.places);
      if (together) {
        places.addAll(unit.places);
        changes.putAll(unit.changes);
      }
      return together;
    });
    places.addAll(more.places);
    changes.putAll(more.changes);
    units.add(new Unit(places, changes));
  }
}
