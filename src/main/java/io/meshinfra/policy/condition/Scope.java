package io.meshinfra.policy.condition;

import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.Mode;
import io.meshinfra.model.Origin;
import io.meshinfra.plan.Plan;
import io.meshinfra.policy.Circumstances;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a rule is about; empty sets leave nothing out.
 *
 * @param notKinds left out although {@code kinds} would let them in
 */
public record Scope(
    Selector nodes, Set<String> kinds, Set<String> notKinds, Set<Mode> modes, Set<Origin> origins) {
  public static final Scope ALL = new Scope(Selector.ALL, Set.of(), Set.of(), Set.of(), Set.of());

  public Scope {
    kinds = Collections.unmodifiableSet(new TreeSet<>(kinds));
    notKinds = Collections.unmodifiableSet(new TreeSet<>(notKinds));
    modes = Collections.unmodifiableSet(new TreeSet<>(modes));
    origins = Collections.unmodifiableSet(new TreeSet<>(origins));
  }

  /** Whether the node is in it; empty when that cannot be told. */
  public Optional<Boolean> has(Plan plan, Circumstances circumstances) {
    return nodes.isAll() ? Optional.of(true) : circumstances.about(plan.node()).map(nodes::selects);
  }

  public List<ResourceChange> changes(Plan plan) {
    return plan.steps().stream()
        .flatMap(step -> step.changes().stream())
        .filter(this::has)
        .toList();
  }

  private boolean has(ResourceChange change) {
    String kind = change.id().kind();
    return (kinds.isEmpty() || kinds.contains(kind))
        && !notKinds.contains(kind)
        && (modes.isEmpty() || modes.contains(change.resource().terms().mode()))
        && (origins.isEmpty() || origins.contains(change.origin()));
  }
}
