package io.meshinfra.adopt;

import io.meshinfra.drift.ResourceChange;
import java.util.ArrayList;
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
    places = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(places));
    changes = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(changes));
  }

  /** The units with one more: those that share a place with it become one. */
  static List<Unit> with(List<Unit> units, Unit more) {
    List<Unit> others = new ArrayList<>();
    Set<String> places = new LinkedHashSet<>();
    Map<Spot, ResourceChange> changes = new LinkedHashMap<>();
    for (Unit unit : units) {
      if (java.util.Collections.disjoint(unit.places, more.places)) {
        others.add(unit);
      } else {
        places.addAll(unit.places);
        changes.putAll(unit.changes);
      }
    }
    places.addAll(more.places);
    changes.putAll(more.changes);
    others.add(new Unit(places, changes));
    return others;
  }
}
