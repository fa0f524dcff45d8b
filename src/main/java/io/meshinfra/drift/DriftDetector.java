package io.meshinfra.drift;

import io.meshinfra.model.Observation;
import io.meshinfra.model.Origin;
import io.meshinfra.model.Snapshot;
import io.meshinfra.model.State;
import io.meshinfra.model.Value;
import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Condition;
import io.meshinfra.resource.Expectation;
import io.meshinfra.resource.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The one diff of all kinds: attribute by attribute, only those that the spec asks for, of what is
 * wanted on such a machine.
 */
public final class DriftDetector {
  private DriftDetector() {}

  public static Drift detect(Catalog catalog, Snapshot snapshot, LastApplied lastApplied) {
    List<ResourceChange> changes = new ArrayList<>();
    for (Resource<?> resource : catalog.resources()) {
      if (resource.on(snapshot.facts()) instanceof Condition.Answer.PassedOver) {
        continue;
      }
      change(resource, snapshot.of(resource.id()))
          .map(c -> new ResourceChange(resource, c, origin(resource, lastApplied)))
          .ifPresent(changes::add);
    }
    return new Drift(catalog, snapshot.facts(), snapshot.takenAt(), changes);
  }

  static Optional<Change> change(Resource<?> resource, Observation seen) {
    return change(expected(resource), seen);
  }

  /** What has to change so that the observation becomes the expectation; empty when nothing. */
  public static Optional<Change> change(Expectation expected, Observation seen) {
    return switch (seen) {
      case Observation.Unknown unknown -> Optional.of(new Change.Unverifiable(unknown.reason()));
      case Observation.Absent absent ->
          switch (expected) {
            case Expectation.Exists exists -> Optional.of(new Change.Create(exists.state()));
            case Expectation.Gone gone -> Optional.empty();
          };
      case Observation.Present present ->
          switch (expected) {
            case Expectation.Exists exists -> update(exists.state(), present.state());
            case Expectation.Gone gone -> Optional.of(new Change.Delete(present.state()));
          };
    };
  }

  private static Optional<Change> update(State expected, State seen) {
    TreeMap<String, Change.Difference> differences = new TreeMap<>();
    expected
        .attributes()
        .forEach((attribute, wanted) -> {
          Optional<Value> actual = seen.get(attribute);
          if (!actual.equals(Optional.of(wanted))) {
            differences.put(attribute, new Change.Difference(actual, wanted));
          }
        });
    return differences.isEmpty() ? Optional.empty() : Optional.of(new Change.Update(differences));
  }

  private static <S> Expectation expected(Resource<S> resource) {
    return resource.type().expected(resource.spec());
  }

  private static Origin origin(Resource<?> resource, LastApplied lastApplied) {
    return lastApplied.has(resource) ? Origin.CORRECTIVE : Origin.INTENTIONAL;
  }
}
