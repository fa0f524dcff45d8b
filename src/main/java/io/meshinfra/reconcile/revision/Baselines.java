package io.meshinfra.reconcile.revision;

import io.meshinfra.desired.FleetNode;
import io.meshinfra.drift.Baseline;
import io.meshinfra.drift.LastApplied;
import io.meshinfra.drift.LastApplied.Print;
import io.meshinfra.drift.Made;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.Revision;
import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.Resource;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Finds what was applied on nodes again, in the revisions that it was applied from. What is found
 * is kept for its node: while mode heal holds something, each pass asks for it.
 */
public final class Baselines {
  private final Function<Revision, FleetAt> fleets;
  private final Map<NodeName, Map<Key, Baseline.Found>> kept = new ConcurrentHashMap<>();

  /**
   * @param fleets loads the fleet of a commit
   */
  public Baselines(Function<Revision, FleetAt> fleets) {
    this.fleets = fleets;
  }

  private record Key(ResourceId id, String fingerprint) {}

  /** For one node. What is not applied on it any more is let go. */
  public Baseline of(NodeName node, LastApplied applied) {
    return of(node, applied, Made.NOTHING);
  }

  /** The same, with what mesh made and is not in the catalog any more. */
  public Baseline of(NodeName node, LastApplied applied, Made made) {
    Map<Key, Baseline.Found> found = kept.computeIfAbsent(node, name -> new ConcurrentHashMap<>());
    found
        .keySet()
        .removeIf(key ->
            applied.of(key.id()).filter(p -> p.fingerprint().equals(key.fingerprint())).isEmpty()
                && !made.things().containsKey(key.id()));
    return (id, print) -> {
      Baseline.Found known = found.get(new Key(id, print.fingerprint()));
      return known != null ? known : find(node, id, print, applied.whole(), found);
    };
  }

  /** First where all of the node was applied: there most of what is held is found at once. */
  private Baseline.Applied find(
      NodeName node,
      ResourceId id,
      Print print,
      Optional<Revision> whole,
      Map<Key, Baseline.Found> found) {
    Set<Revision> candidates = new LinkedHashSet<>();
    whole.ifPresent(candidates::add);
    candidates.add(print.revision());
    String why = "";
    for (Revision revision : candidates) {
      switch (fleets.apply(revision)) {
        case FleetAt.Valid valid -> {
          Optional<Baseline.Found> here =
              valid.fleet().node(node).flatMap(there -> in(there, id, print));
          if (here.isPresent()) {
            found.put(new Key(id, print.fingerprint()), here.get());
            return here.get();
          }
          why = "the resource is not like that in this revision as the hub reads it now";
        }
        case FleetAt.Invalid invalid -> why = "the revision is not valid as the hub reads it now";
        case FleetAt.Missing missing -> why = missing.reason();
      }
    }
    return new Baseline.Lost(
        "it was applied at %s, and that cannot be found again: %s"
            .formatted(print.revision().abbreviated(), why));
  }

  private static Optional<Baseline.Found> in(FleetNode node, ResourceId id, Print print) {
    Catalog catalog = node.catalog();
    return catalog.resources().stream()
        .filter(resource -> resource.id().equals(id))
        .filter(resource -> resource.fingerprint().equals(print.fingerprint()))
        .findFirst()
        .map((Resource<?> resource) -> new Baseline.Found(resource, catalog.dependenciesOf(id)));
  }

  public void forget(NodeName node) {
    kept.remove(node);
  }
}
