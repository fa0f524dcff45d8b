package io.meshinfra.drift;

import io.meshinfra.model.Mode;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.Revision;
import io.meshinfra.resource.Condition;
import io.meshinfra.resource.Resource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What was applied on a node: for each resource what it was like when a probe last saw it in sync.
 * Tells drift of the machine from a new intent, and mode heal what to heal to.
 *
 * @param whole the last revision of which every resource was in sync, not necessarily at once
 */
public record LastApplied(Optional<Revision> whole, Map<ResourceId, Print> prints) {
  public static final LastApplied NONE = new LastApplied(Optional.empty(), Map.of());

  public LastApplied {
    prints = Map.copyOf(prints);
  }

  /**
   * One resource as it was applied.
   *
   * @param fingerprint of its spec
   * @param revision the first one that it was in sync with like this
   */
  public record Print(String fingerprint, Revision revision) {}

  /** Everything at one revision. */
  public static LastApplied at(Revision revision, Map<ResourceId, String> fingerprints) {
    Map<ResourceId, Print> prints = new TreeMap<>();
    fingerprints.forEach((id, fingerprint) -> prints.put(id, new Print(fingerprint, revision)));
    return new LastApplied(Optional.of(revision), prints);
  }

  public Optional<Print> of(ResourceId id) {
    return Optional.ofNullable(prints.get(id));
  }

  /** Whether the resource was once in sync with exactly this spec. */
  public boolean has(Resource<?> resource) {
    return of(resource.id())
        .map(print -> print.fingerprint().equals(resource.fingerprint()))
        .orElse(false);
  }

  /**
   * What a probe saw in sync is what was applied last, whoever did it. What drifts stays as it was
   * last in sync, and so does what is passed over on this machine. What left the catalog is let go,
   * unless mode heal keeps the node as it was.
   */
  public LastApplied after(Drift drift) {
    Set<ResourceId> drifting =
        drift.changes().stream().map(ResourceChange::id).collect(Collectors.toSet());
    Map<ResourceId, Print> next = new TreeMap<>();
    if (drift.catalog().mode() == Mode.HEAL) {
      next.putAll(prints);
    }
    boolean all = true;
    for (Resource<?> resource : drift.catalog().resources()) {
      if (resource.on(drift.facts()) instanceof Condition.Answer.PassedOver) {
        of(resource.id()).ifPresent(print -> next.put(resource.id(), print));
        continue;
      }
      if (!drifting.contains(resource.id()) && !has(resource)) {
        next.put(resource.id(), new Print(resource.fingerprint(), drift.revision()));
      } else {
        of(resource.id()).ifPresent(print -> next.put(resource.id(), print));
        all &= has(resource);
      }
    }
    return new LastApplied(all ? Optional.of(drift.revision()) : whole, next);
  }
}
