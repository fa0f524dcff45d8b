package io.meshinfra.converge;

import io.meshinfra.plan.Step;
import io.meshinfra.resource.Action;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Cuts a plan into parts that run on the node, parts that do so under the guard, and playbooks that
 * run from the hub.
 *
 * <p>What needs no guarded step goes first. Guarded steps stay together, with what some of them
 * need of others, so that a file and the restart that reads it are confirmed or undone as one; what
 * needs them waits until they are confirmed. Within a part the order of the plan stays.
 */
final class Segments {
  private final List<Segment> segments = new ArrayList<>();
  private final List<Step> left;
  private final Set<Integer> all;
  private final Set<Integer> placed = new HashSet<>();

  private Segments(List<Step> steps) {
    this.left = new ArrayList<>(steps);
    this.all = steps.stream().map(Step::number).collect(Collectors.toSet());
  }

  /** One part of a plan. */
  sealed interface Segment {
    /** Steps that one script on the node carries out. */
    record OnNode(List<Step> steps) implements Segment {}

    /** The same, undone by the node unless the hub comes back. */
    record Guarded(List<Step> steps) implements Segment {}

    /** One playbook. */
    record FromHub(Step step, Action.RunAnsible playbook) implements Segment {}
  }

  static List<Segment> of(List<Step> steps) {
    Segments cut = new Segments(steps);
    while (!cut.left.isEmpty()) {
      int before = cut.left.size();
      cut.unguarded(cut.take(step -> step.guard().isEmpty()));
      cut.guarded();
      if (cut.left.size() == before) {
        throw new IllegalArgumentException("steps need each other in a circle: " + cut.left);
      }
    }
    return cut.segments;
  }

  /** Takes what may come now, in the order of the plan. */
  private List<Step> take(Predicate<Step> wanted) {
    List<Step> taken = new ArrayList<>();
    boolean more = true;
    while (more) {
      more = false;
      for (Step step : List.copyOf(left)) {
        if (wanted.test(step) && isReady(step)) {
          left.remove(step);
          placed.add(step.number());
          taken.add(step);
          more = true;
        }
      }
    }
    return taken.stream().sorted((a, b) -> Integer.compare(a.number(), b.number())).toList();
  }

  /** Steps that it needs and that are no part of this plan have been done. */
  private boolean isReady(Step step) {
    return step.needs().stream().allMatch(need -> placed.contains(need) || !all.contains(need));
  }

  private void guarded() {
    Set<Integer> needed = neededByGuarded();
    List<Step> together =
        take(step ->
            !isPlaybook(step) && (step.guard().isPresent() || needed.contains(step.number())));
    if (!together.isEmpty()) {
      segments.add(new Segment.Guarded(together));
    }
  }

  /** Numbers of steps that come before a guarded one that is left. */
  private Set<Integer> neededByGuarded() {
    Set<Integer> needed = new HashSet<>();
    for (Step step : left.reversed()) {
      if (step.guard().isPresent() || needed.contains(step.number())) {
        needed.addAll(step.needs());
      }
    }
    return needed;
  }

  private void unguarded(List<Step> steps) {
    List<Step> onNode = new ArrayList<>();
    for (Step step : steps) {
      if (isPlaybook(step)) {
        flush(onNode);
        step.actions().stream()
            .filter(Action.RunAnsible.class::isInstance)
            .map(Action.RunAnsible.class::cast)
            .forEach(playbook -> segments.add(new Segment.FromHub(step, playbook)));
      } else {
        onNode.add(step);
      }
    }
    flush(onNode);
  }

  private void flush(List<Step> onNode) {
    if (!onNode.isEmpty()) {
      segments.add(new Segment.OnNode(List.copyOf(onNode)));
      onNode.clear();
    }
  }

  private static boolean isPlaybook(Step step) {
    return step.actions().stream().anyMatch(Action.RunAnsible.class::isInstance);
  }
}
