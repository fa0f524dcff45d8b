package io.meshinfra.review;

import io.meshinfra.drift.Drift;
import io.meshinfra.drift.DriftDetector;
import io.meshinfra.drift.LastApplied;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.Observation;
import io.meshinfra.model.Origin;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.Snapshot;
import io.meshinfra.model.State;
import io.meshinfra.model.Value;
import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Condition;
import io.meshinfra.resource.Expectation;
import io.meshinfra.resource.Resource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a probe of a node that is away would most likely see: what its last probe saw, which is told
 * by the catalog of then and the drift of then. What is new to the node is taken as missing. Pure.
 */
final class Prediction {
  private Prediction() {}

  /** The drift that another catalog would have had at the last probe. */
  static Drift of(Catalog catalog, Drift last) {
    Map<ResourceId, ResourceChange> drifted = new HashMap<>();
    last.changes().forEach(change -> drifted.put(change.id(), change));
    Map<ResourceId, Observation> seen = new LinkedHashMap<>();
    Map<ResourceId, String> applied = new HashMap<>();
    for (Resource<?> resource : last.catalog().resources()) {
      Optional<ResourceChange> change = Optional.ofNullable(drifted.get(resource.id()));
      boolean compared = !(resource.on(last.facts()) instanceof Condition.Answer.PassedOver);
      seen.put(
          resource.id(),
          change.isPresent() || compared ? seen(resource, change) : Observation.ABSENT);
      if (compared && change.map(c -> c.origin() == Origin.CORRECTIVE).orElse(true)) {
        applied.put(resource.id(), resource.fingerprint());
      }
    }
    catalog.resources().forEach(r -> seen.putIfAbsent(r.id(), Observation.ABSENT));
    return DriftDetector.detect(
        catalog,
        new Snapshot(catalog.node(), last.probedAt(), last.facts(), seen),
        LastApplied.at(last.revision(), applied));
  }

  private static <S> Observation seen(Resource<S> resource, Optional<ResourceChange> change) {
    Expectation expected = resource.type().expected(resource.spec());
    return change
        .map(c ->
            switch (c.change()) {
              case Change.Create create -> Observation.ABSENT;
              case Change.Delete delete -> Observation.present(delete.was());
              case Change.Update update -> Observation.present(before(expected, update));
              case Change.Unverifiable unverifiable -> Observation.unknown(unverifiable.reason());
            })
        .orElseGet(() -> asWanted(expected));
  }

  private static Observation asWanted(Expectation expected) {
    return switch (expected) {
      case Expectation.Exists exists -> Observation.present(exists.state());
      case Expectation.Gone gone -> Observation.ABSENT;
    };
  }

  private static State before(Expectation expected, Change.Update update) {
    TreeMap<String, Value> values = new TreeMap<>();
    if (expected instanceof Expectation.Exists exists) {
      values.putAll(exists.state().attributes());
    }
    update
        .differences()
        .forEach((name, difference) ->
            difference
                .from()
                .ifPresentOrElse(from -> values.put(name, from), () -> values.remove(name)));
    return new State(values);
  }
}
