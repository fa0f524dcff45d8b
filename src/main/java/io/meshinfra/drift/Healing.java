package io.meshinfra.drift;

import io.meshinfra.model.Mode;
import io.meshinfra.model.Observation;
import io.meshinfra.model.Origin;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.Revision;
import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.Condition;
import io.meshinfra.resource.ProbedByPlaybook;
import io.meshinfra.resource.Resource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Mode heal. A resource in that mode which drifts from a new intent is held at what was applied
 * last: it is compared with that as well, and what differs is corrective; the new intent waits.
 * When the whole node is in mode heal, this holds also for what left its catalog.
 *
 * <p>What was applied but cannot be found again is told as unverifiable, and never acted on.
 */
public final class Healing {
  private static final String ONLY_IN_FORCE =
      "a playbook is only run as the revision in force has it, so nobody can tell whether it"
          + " drifted from what was applied";

  private final Drift drift;
  private final Map<ResourceId, Held> held = new LinkedHashMap<>();

  /**
   * A resource as it was applied.
   *
   * @param lost why it cannot be compared; then the resource is only a stand-in
   */
  private record Held(
      Resource<?> resource, Revision at, Set<ResourceId> after, Optional<String> lost) {
    Observation seen(Map<ResourceId, Observation> observations) {
      return lost.map(Observation::unknown)
          .orElseGet(
              () -> observations.getOrDefault(resource.id(), Observation.unknown("not probed")));
    }
  }

  private Healing(Drift drift) {
    this.drift = drift;
  }

  /** Finds out what of a drift from the catalog is held. */
  public static Healing of(Drift drift, Past past) {
    Healing healing = new Healing(drift);
    for (ResourceChange change : drift.changes()) {
      if (change.resource().terms().mode() == Mode.HEAL && change.origin() == Origin.INTENTIONAL) {
        past.applied().of(change.id()).ifPresent(print -> healing.hold(change.id(), print, past));
      }
    }
    if (drift.catalog().mode() == Mode.HEAL) {
      Set<ResourceId> present =
          drift.catalog().resources().stream().map(Resource::id).collect(Collectors.toSet());
      past.applied().prints().entrySet().stream()
          .filter(left -> !present.contains(left.getKey()))
          .sorted(Map.Entry.comparingByKey())
          .forEach(left -> healing.hold(left.getKey(), left.getValue(), past));
    }
    return healing;
  }

  private void hold(ResourceId id, LastApplied.Print print, Past past) {
    held.put(
        id,
        switch (past.baseline().of(id, print)) {
          case Baseline.Found found when found.resource().type() instanceof ProbedByPlaybook<?> ->
              lost(id, print, ONLY_IN_FORCE);
          case Baseline.Found found ->
              new Held(
                  inMode(mode(id, found), found.resource()),
                  print.revision(),
                  found.after(),
                  Optional.empty());
          case Baseline.Lost lost -> lost(id, print, lost.reason());
        });
  }

  private static Held lost(ResourceId id, LastApplied.Print print, String reason) {
    return new Held(LostType.resource(id, print), print.revision(), Set.of(), Optional.of(reason));
  }

  /** That of now; what left the catalog has none, and is not treated more freely than before. */
  private Mode mode(ResourceId id, Baseline.Found found) {
    boolean left =
        drift.catalog().resources().stream().noneMatch(resource -> resource.id().equals(id));
    return left ? Mode.HEAL.stricter(found.resource().terms().mode()) : Mode.HEAL;
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

  /** Whether anything is held. */
  public boolean isNeeded() {
    return !held.isEmpty();
  }

  /** What a second probe must look at: what is held, as it was applied; may be nothing. */
  public Catalog toProbe() {
    List<Resource<?>> found = new ArrayList<>();
    held.values().stream().filter(h -> h.lost().isEmpty()).forEach(h -> found.add(h.resource()));
    Catalog catalog = drift.catalog();
    return new Catalog(catalog.node(), catalog.revision(), catalog.mode(), found, Map.of());
  }

  /** The drift with what was held in it, once that was looked at. */
  public Drift compared(Map<ResourceId, Observation> observations) {
    Map<ResourceId, ResourceChange> fromCatalog = new LinkedHashMap<>();
    drift.changes().forEach(change -> fromCatalog.put(change.id(), change));
    Catalog allowed = allowed();
    List<ResourceChange> changes = new ArrayList<>();
    for (Resource<?> resource : allowed.resources()) {
      Optional.ofNullable(held.get(resource.id()))
          .flatMap(h -> corrective(h, observations))
          .ifPresent(changes::add);
      Optional.ofNullable(fromCatalog.get(resource.id())).ifPresent(changes::add);
    }
    return new Drift(drift.catalog(), allowed, drift.facts(), drift.probedAt(), changes);
  }

  private Optional<ResourceChange> corrective(
      Held held, Map<ResourceId, Observation> observations) {
    if (held.resource().on(drift.facts()) instanceof Condition.Answer.PassedOver) {
      return Optional.empty();
    }
    return DriftDetector.change(held.resource(), held.seen(observations))
        .map(change ->
            new ResourceChange(
                held.resource(),
                change,
                Origin.CORRECTIVE,
                Optional.of(held.at()),
                Optional.empty()));
  }

  /**
   * The catalog with what is held in the place of what waits. The order and the dependencies are
   * those of the catalog, which are free of cycles; what left it comes last, and after what it came
   * after before.
   */
  private Catalog allowed() {
    Catalog catalog = drift.catalog();
    Map<ResourceId, Resource<?>> resources = new LinkedHashMap<>();
    Map<ResourceId, Set<ResourceId>> dependencies = new LinkedHashMap<>(catalog.dependencies());
    for (Resource<?> resource : catalog.resources()) {
      Held instead = held.get(resource.id());
      resources.put(resource.id(), instead == null ? resource : instead.resource());
    }
    held.keySet().forEach(id -> append(id, resources, dependencies, new HashSet<>()));
    return new Catalog(
        catalog.node(),
        catalog.revision(),
        catalog.mode(),
        List.copyOf(resources.values()),
        dependencies,
        catalog.pruning());
  }

  /** What left the catalog may have left it at different revisions, so that cycles are possible. */
  private void append(
      ResourceId id,
      Map<ResourceId, Resource<?>> resources,
      Map<ResourceId, Set<ResourceId>> dependencies,
      Set<ResourceId> begun) {
    if (resources.containsKey(id) || !held.containsKey(id) || !begun.add(id)) {
      return;
    }
    Set<ResourceId> after = new TreeSet<>(held.get(id).after());
    after.forEach(earlier -> append(earlier, resources, dependencies, begun));
    after.retainAll(resources.keySet());
    dependencies.put(id, after);
    resources.put(id, held.get(id).resource());
  }
}
