package io.meshinfra.plan;

import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Origin;
import io.meshinfra.model.Revision;
import io.meshinfra.resource.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Plans to undo the last generations of a node, the newest first. */
public final class Rollback {
  private Rollback() {}

  /** What is asked for. */
  public sealed interface Answer {
    /**
     * It can be tried.
     *
     * @param to the generation after which the node will be as it was
     */
    record Possible(Plan plan, int to) implements Answer {}

    /** Nothing can be done; the reason says what can be. */
    record Impossible(String reason) implements Answer {}
  }

  /**
   * Undoes all that came after a generation.
   *
   * @param kept all generations that the node keeps, in any order
   * @param to that one; when it is empty, the one before the last that is in force, and 0 for
   *     before the first
   * @param force also what somebody has changed since
   */
  public static Answer plan(
      NodeName node,
      Revision inForce,
      Instant now,
      List<Generation> kept,
      Optional<Integer> to,
      boolean force) {
    List<Generation> newestFirst =
        kept.stream().sorted(Comparator.comparing(Generation::number).reversed()).toList();
    if (newestFirst.isEmpty()) {
      return new Answer.Impossible(
          "the node keeps no generation: nothing was applied there since it can keep them");
    }
    int last = newestFirst.getFirst().number();
    Optional<Generation> inEffect = newestFirst.stream().filter(g -> !g.undone()).findFirst();
    if (inEffect.isEmpty() && to.isEmpty()) {
      return new Answer.Impossible(
          "the guard has undone all that the node keeps, so there is nothing to put back");
    }
    int target = to.orElseGet(() -> inEffect.orElseThrow().number() - 1);
    List<Generation> undone = newestFirst.stream().filter(g -> g.number() > target).toList();
    if (target >= last) {
      return new Answer.Impossible(
          "generation %d is not before the last one, which is %d".formatted(target, last));
    }
    if (target < 0 || undone.size() != last - target) {
      return new Answer.Impossible(
          "the node does not keep all generations after %d any more; the oldest to go back to is %d"
              .formatted(target, oldest(newestFirst)));
    }
    List<Step> steps = steps(undone, force);
    Plan plan = new Plan(node, inForce, now, steps, List.of(), PlanHash.of(node, steps));
    return new Answer.Possible(plan, target);
  }

  /** The last generation before a gap, less one: all after that are there. */
  private static int oldest(List<Generation> newestFirst) {
    int oldest = newestFirst.getFirst().number();
    for (Generation generation : newestFirst) {
      if (generation.number() < oldest - 1) {
        break;
      }
      oldest = generation.number();
    }
    return oldest - 1;
  }

  /** They do not need each other: what one cannot put back is told, and found so by the next. */
  private static List<Step> steps(List<Generation> undone, boolean force) {
    List<Step> steps = new ArrayList<>();
    for (Generation generation : undone) {
      GenerationType type = new GenerationType(force);
      Change change = GenerationType.undoing(generation);
      ResourceChange undoing =
          new ResourceChange(type.resource(generation), change, Origin.CORRECTIVE);
      steps.add(
          new Step(
              steps.size() + 1,
              List.of(undoing),
              type.actions(generation),
              Set.of(),
              Map.of(),
              "undoes generation " + generation.number() + " of " + generation.at()));
    }
    return steps;
  }
}
