package io.meshinfra.drift;

import io.meshinfra.model.Mode;
import io.meshinfra.model.Observation;
import io.meshinfra.model.Origin;
import io.meshinfra.model.Prune;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.Revision;
import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Removable;
import io.meshinfra.resource.Removable.Removal;
import io.meshinfra.resource.Resource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What left the catalog of a node and is there because mesh made it. Where pruning is wanted, it
 * becomes a change that removes it, intentional, after everything else, what depends on others
 * first. What somebody has changed since, what cannot be found again or removed, what the catalog
 * still needs, and everything when the catalog has become empty, is told as unverifiable and never
 * acted on. When much would go at once, somebody is asked though nobody need be otherwise: a
 * selector or a path that was mistyped looks like that.
 *
 * <p>Mode heal rolls nothing new out, so nothing leaves a node in that mode.
 */
public final class Removals {
  private static final int MOST_UNATTENDED = 20;

  private final Drift drift;
  private final Needs needs;
  private final Map<ResourceId, Leaver> leavers = new LinkedHashMap<>();

  /**
   * One resource that left.
   *
   * @param applied as it was
   * @param gone what removes it; a stand-in when it stays
   * @param stays why it cannot be removed
   */
  private record Leaver(
      Resource<?> applied,
      Resource<?> gone,
      Revision left,
      Set<ResourceId> after,
      Optional<String> stays) {
    Leaver asking() {
      Resource.Terms terms = gone.terms();
      Optional<Prune> prune = Prune.stricter(terms.prune(), Optional.of(Prune.ASK));
      return new Leaver(applied, with(gone, prune), left, after, stays);
    }

    private static <S> Resource<S> with(Resource<S> resource, Optional<Prune> prune) {
      Resource.Terms terms = resource.terms();
      return Resource.of(
          resource.type(),
          resource.spec(),
          new Resource.Terms(terms.mode(), terms.guard(), terms.after(), terms.position(), prune));
    }
  }

  private Removals(Drift drift) {
    this.drift = drift;
    this.needs = Needs.of(drift.catalog());
  }

  /** Finds out what of it is to be removed. */
  public static Removals of(Drift drift, Past past) {
    Removals leaving = new Removals(drift);
    if (drift.catalog().mode() != Mode.HEAL) {
      Set<ResourceId> present = ids(drift.allowed().resources());
      past.made().things().entrySet().stream()
          .filter(made -> !present.contains(made.getKey()))
          .sorted(Map.Entry.comparingByKey())
          .forEach(made -> leaving.consider(made.getKey(), made.getValue(), past.baseline()));
      leaving.askAboutMuch();
    }
    return leaving;
  }

  private void consider(ResourceId id, Made.Thing thing, Baseline baseline) {
    Optional<Prune> ofNode = drift.catalog().pruning().wanted();
    if (ofNode.equals(Optional.of(Prune.NEVER))) {
      return;
    }
    Revision left = thing.left().orElse(drift.revision());
    switch (baseline.of(id, thing.print())) {
      case Baseline.Found found -> {
        Optional<Prune> own = found.resource().terms().prune();
        Prune wanted = Prune.stricter(own, ofNode).orElse(Prune.NEVER);
        if (!wanted.equals(Prune.NEVER)) {
          leavers.put(id, leaver(found, wanted, left));
        }
      }
      case Baseline.Lost lost -> {
        if (ofNode.isPresent()) {
          Resource<?> standIn = LostType.resource(id, thing.print());
          leavers.put(id, new Leaver(standIn, standIn, left, Set.of(), Optional.of(lost.reason())));
        }
      }
    }
  }

  private void askAboutMuch() {
    int stay = drift.catalog().resources().size();
    long go = leavers.values().stream().filter(leaver -> leaver.stays().isEmpty()).count();
    if (stay > 0 && (go > MOST_UNATTENDED || go > stay)) {
      leavers.replaceAll((id, leaver) -> leaver.stays().isEmpty() ? leaver.asking() : leaver);
    }
  }

  private <S> Leaver leaver(Baseline.Found found, Prune wanted, Revision left) {
    @SuppressWarnings("unchecked")
    Resource<S> applied = (Resource<S>) found.resource();
    return switch (removal(applied)) {
      case Removal.By<S>(S spec) ->
          new Leaver(applied, gone(applied, spec, wanted), left, found.after(), stays(applied));
      case Removal.Impossible<S>(String reason) ->
          new Leaver(applied, applied, left, found.after(), Optional.of(reason));
    };
  }

  @SuppressWarnings("unchecked")
  private static <S> Removal<S> removal(Resource<S> resource) {
    return resource.type() instanceof Removable<?> removable
        ? ((Removable<S>) removable).removal(resource.spec())
        : Removable.impossible("its kind cannot be removed");
  }

  private <S> Resource<S> gone(Resource<S> applied, S spec, Prune wanted) {
    Resource.Terms terms = applied.terms();
    Mode mode = drift.catalog().mode().stricter(terms.mode());
    return Resource.of(
        applied.type(),
        spec,
        new Resource.Terms(
            mode,
            terms.guard(),
            Set.of(),
            terms.position(),
            Optional.of(wanted),
            terms.semaphores(),
            Optional.empty()));
  }

  private Optional<String> stays(Resource<?> applied) {
    return emptied().or(() -> needs.of(applied));
  }

  private Optional<String> emptied() {
    Catalog catalog = drift.catalog();
    return catalog.resources().isEmpty() && !catalog.pruning().emptied()
        ? Optional.of(
            "the catalog has become empty, and all that mesh made would go; if that is meant, say"
                + " emptied: true in the manifest of the node")
        : Optional.empty();
  }

  /** Whether anything is to be removed, or told. */
  public boolean isNeeded() {
    return !leavers.isEmpty();
  }

  /** What a probe must look at to see whether it is still as it was applied. */
  public Catalog toProbeAsApplied() {
    return toProbe(leavers.values().stream().<Resource<?>>map(Leaver::applied).toList());
  }

  /** What a probe must look at to see whether it is gone already. */
  public Catalog toProbeAsGone() {
    return toProbe(leavers.values().stream().<Resource<?>>map(Leaver::gone).toList());
  }

  private Catalog toProbe(List<Resource<?>> resources) {
    Catalog catalog = drift.catalog();
    List<Resource<?>> real =
        resources.stream()
            .filter(resource -> leavers.get(resource.id()).stays().isEmpty())
            .toList();
    return new Catalog(catalog.node(), catalog.revision(), catalog.mode(), real, Map.of());
  }

  /** The drift with what is to be removed, once that was looked at. */
  public Drift compared(
      Map<ResourceId, Observation> asApplied, Map<ResourceId, Observation> asGone) {
    List<ResourceChange> changes = new ArrayList<>(drift.changes());
    List<Resource<?>> resources = new ArrayList<>(drift.allowed().resources());
    Map<ResourceId, Set<ResourceId>> dependencies =
        new LinkedHashMap<>(drift.allowed().dependencies());
    List<Leaver> order = lastFirst();
    for (Leaver leaver : order) {
      resources.add(leaver.gone());
      dependencies.put(leaver.gone().id(), removedBefore(leaver, order));
      change(leaver, asApplied, asGone)
          .map(change ->
              new ResourceChange(
                  leaver.gone(),
                  change,
                  Origin.INTENTIONAL,
                  Optional.empty(),
                  Optional.of(leaver.left())))
          .ifPresent(changes::add);
    }
    Catalog allowed = drift.allowed();
    return new Drift(
        drift.catalog(),
        new Catalog(
            allowed.node(),
            allowed.revision(),
            allowed.mode(),
            resources,
            dependencies,
            allowed.pruning()),
        drift.facts(),
        drift.probedAt(),
        changes);
  }

  private static Optional<Change> change(
      Leaver leaver, Map<ResourceId, Observation> asApplied, Map<ResourceId, Observation> asGone) {
    if (leaver.stays().isPresent()) {
      return Optional.of(new Change.Unverifiable(leaver.stays().get()));
    }
    ResourceId id = leaver.gone().id();
    Observation unseen = Observation.unknown("not probed");
    Optional<Change> removal = DriftDetector.change(leaver.gone(), asGone.getOrDefault(id, unseen));
    boolean altered =
        DriftDetector.change(leaver.applied(), asApplied.getOrDefault(id, unseen)).isPresent();
    return removal.map(change ->
        altered && !(change instanceof Change.Unverifiable)
            ? new Change.Unverifiable(
                "somebody has changed it since it was applied; remove it by hand")
            : change);
  }

  /** What came after others goes before them. Those that left may have no order: then by name. */
  private List<Leaver> lastFirst() {
    Map<ResourceId, Leaver> firstFirst = new LinkedHashMap<>();
    Set<ResourceId> begun = new HashSet<>();
    leavers.keySet().forEach(id -> append(id, firstFirst, begun));
    return new ArrayList<>(firstFirst.values()).reversed();
  }

  private void append(ResourceId id, Map<ResourceId, Leaver> order, Set<ResourceId> begun) {
    Leaver leaver = leavers.get(id);
    if (leaver == null || !begun.add(id)) {
      return;
    }
    new TreeSet<>(leaver.after()).forEach(earlier -> append(earlier, order, begun));
    order.put(id, leaver);
  }

  /** Only those that stand before it in the order, so that there is no cycle. */
  private static Set<ResourceId> removedBefore(Leaver leaver, List<Leaver> order) {
    return order.subList(0, order.indexOf(leaver)).stream()
        .filter(other -> other.after().contains(leaver.gone().id()))
        .map(other -> other.gone().id())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<ResourceId> ids(Collection<Resource<?>> resources) {
    return resources.stream().map(Resource::id).collect(Collectors.toSet());
  }
}
