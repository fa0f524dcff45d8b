package io.meshinfra.plan;

import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.ResourceId;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.Reactive;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One unit of work that succeeds or fails as a whole.
 *
 * @param number position in the plan, from 1
 * @param changes usually one; several when a kind brings them about together
 * @param needs numbers of the steps that must not have failed
 * @param makesDue reactions of other resources to note on the node before the first action
 * @param reason why the step is there, for people
 * @param guard how the node undoes it by itself; empty when it need not
 */
public record Step(
    int number,
    List<ResourceChange> changes,
    List<Action> actions,
    Set<Integer> needs,
    Map<ResourceId, Reactive.Reaction> makesDue,
    String reason,
    Optional<Guard> guard) {
  public Step {
    changes = List.copyOf(changes);
    actions = List.copyOf(actions);
    needs = java.util.Collections.unmodifiableSet(new java.util.TreeSet<>(needs));
    makesDue = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(makesDue));
  }

  /** Without a guard. */
  public Step(
      int number,
      List<ResourceChange> changes,
      List<Action> actions,
      Set<Integer> needs,
      Map<ResourceId, Reactive.Reaction> makesDue,
      String reason) {
    this(number, changes, actions, needs, makesDue, reason, Optional.empty());
  }

  public Step under(Guard watching) {
    return new Step(number, changes, actions, needs, makesDue, reason, Optional.of(watching));
  }

  /** The same step, done by other actions. */
  public Step doing(List<Action> others) {
    return new Step(number, changes, others, needs, makesDue, reason, guard);
  }

  /** What people call the step: its resources. */
  public String title() {
    return changes.stream().map(c -> c.id().toString()).collect(Collectors.joining(", "));
  }
}
