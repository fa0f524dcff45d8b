package io.meshinfra.reconcile;

import io.meshinfra.drift.Drift;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.Mode;
import io.meshinfra.model.Origin;
import io.meshinfra.model.ResourceId;
import io.meshinfra.plan.Plan;
import io.meshinfra.plan.Planner;
import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Resource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Puts back once what somebody changed by hand, though the mode of the node would only report it:
 * because a person wants so. Everything else that differs stays as it is. Pure.
 *
 * @param resources that are put back
 * @param left other resources that differ
 * @param seen the plan that the person has agreed to
 */
public record Revert(Set<ResourceId> resources, Set<ResourceId> left, Plan seen) {
  public Revert {
    resources = Collections.unmodifiableSet(new TreeSet<>(resources));
    left = Collections.unmodifiableSet(new TreeSet<>(left));
  }

  /** Of a drift; empty when nothing of it was changed by hand, or nothing can be put back. */
  public static Optional<Revert> of(Drift drift) {
    Set<ResourceId> moved =
        drift.changes().stream().filter(Revert::isMoved).map(ResourceChange::id).collect(ids());
    Set<ResourceId> left = drift.changes().stream().map(ResourceChange::id).collect(ids());
    left.removeAll(moved);
    Catalog catalog = applied(drift.catalog(), left);
    Plan plan = Planner.plan(inCatalog(drift, catalog));
    return moved.isEmpty() || plan.isEmpty()
        ? Optional.empty()
        : Optional.of(new Revert(moved, left, plan));
  }

  /** Whether the machine moved, and it is known how. */
  static boolean isMoved(ResourceChange change) {
    return change.origin() == Origin.CORRECTIVE
        && switch (change.change()) {
          case Change.Create create -> true;
          case Change.Update update -> true;
          case Change.Delete delete -> true;
          case Change.Unverifiable unverifiable -> false;
        };
  }

  /** The catalog of a pass that puts back this and nothing else. */
  Catalog applied(Catalog catalog) {
    return applied(catalog, left);
  }

  /** What is in sync may react: a service restarts when its file is put back. */
  private static Catalog applied(Catalog catalog, Set<ResourceId> left) {
    List<Resource<?>> all =
        catalog.resources().stream()
            .<Resource<?>>map(r -> inMode(left.contains(r.id()) ? Mode.OBSERVE : Mode.ENFORCE, r))
            .toList();
    return new Catalog(
        catalog.node(), catalog.revision(), Mode.ENFORCE, all, catalog.dependencies());
  }

  private static <S> Resource<S> inMode(Mode mode, Resource<S> resource) {
    Resource.Terms terms = resource.terms();
    return new Resource<>(
        resource.id(),
        resource.type(),
        resource.spec(),
        terms.inMode(mode),
        resource.fingerprint());
  }

  private static Drift inCatalog(Drift drift, Catalog catalog) {
    List<ResourceChange> changes =
        drift.changes().stream()
            .flatMap(change ->
                catalog.resources().stream()
                    .filter(resource -> resource.id().equals(change.id()))
                    .map(
                        resource -> new ResourceChange(resource, change.change(), change.origin())))
            .toList();
    return new Drift(catalog, drift.facts(), drift.probedAt(), changes);
  }

  private static java.util.stream.Collector<ResourceId, ?, Set<ResourceId>> ids() {
    return Collectors.toCollection(TreeSet::new);
  }
}
