package io.meshinfra.session;

import io.meshinfra.drift.DriftDetector;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.Observation;
import io.meshinfra.model.Origin;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.State;
import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Expectation;
import io.meshinfra.resource.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What one catalog of a node asks for that another one does not: the changes of a node that is as
 * the first one wants it. Nobody looks at the node for that.
 */
public final class CatalogDifference {
  private CatalogDifference() {}

  /**
   * In the order of the catalogs, first what is there afterwards, then what is left alone from then
   * on. One whose spec changed and that would look the same is an update of nothing.
   */
  public static List<ResourceChange> between(Optional<Catalog> before, Optional<Catalog> after) {
    Map<ResourceId, Resource<?>> earlier = resources(before);
    Map<ResourceId, Resource<?>> later = resources(after);
    List<ResourceChange> changes = new ArrayList<>();
    later.forEach((id, resource) -> {
      Optional<Resource<?>> old = Optional.ofNullable(earlier.get(id));
      if (old.isEmpty() || !same(old.get(), before, resource, after)) {
        changes.add(new ResourceChange(resource, change(old, resource), Origin.INTENTIONAL));
      }
    });
    earlier.forEach((id, resource) -> {
      if (!later.containsKey(id)) {
        changes.add(new ResourceChange(resource, leftAlone(), Origin.INTENTIONAL));
      }
    });
    return changes;
  }

  private static Map<ResourceId, Resource<?>> resources(Optional<Catalog> catalog) {
    Map<ResourceId, Resource<?>> all = new LinkedHashMap<>();
    catalog.ifPresent(known -> known.resources().forEach(r -> all.put(r.id(), r)));
    return all;
  }

  /** In all but the place where it is written. */
  private static boolean same(
      Resource<?> one, Optional<Catalog> before, Resource<?> other, Optional<Catalog> after) {
    return one.fingerprint().equals(other.fingerprint())
        && one.terms().mode() == other.terms().mode()
        && one.terms().guard() == other.terms().guard()
        && before
            .map(catalog -> catalog.dependenciesOf(one.id()))
            .equals(after.map(catalog -> catalog.dependenciesOf(other.id())));
  }

  private static Change change(Optional<Resource<?>> old, Resource<?> now) {
    Observation seen =
        old.map(CatalogDifference::asWanted)
            .orElseGet(() ->
                expected(now) instanceof Expectation.Gone
                    ? Observation.present(State.EMPTY)
                    : Observation.ABSENT);
    return DriftDetector.change(expected(now), seen).orElse(new Change.Update(new TreeMap<>()));
  }

  private static Observation asWanted(Resource<?> resource) {
    return switch (expected(resource)) {
      case Expectation.Exists exists -> Observation.present(exists.state());
      case Expectation.Gone gone -> Observation.ABSENT;
    };
  }

  /** Nothing is done on the node, but what it was to be like may go its own way now. */
  private static Change leftAlone() {
    return new Change.Update(new TreeMap<>());
  }

  private static <S> Expectation expected(Resource<S> resource) {
    return resource.type().expected(resource.spec());
  }
}
