package io.meshinfra.converge;

import io.meshinfra.plan.Step;
import io.meshinfra.resource.Action;
import java.util.ArrayList;
import java.util.List;

/** Cuts a plan into parts that run on the node and playbooks that run from the hub. */
final class Segments {
  private Segments() {}

  /** One part of a plan; its steps follow each other in the plan. */
  sealed interface Segment {
    /** Steps that one script on the node carries out. */
    record OnNode(List<Step> steps) implements Segment {}

    /** One playbook. */
    record FromHub(Step step, Action.RunAnsible playbook) implements Segment {}
  }

  static List<Segment> of(List<Step> steps) {
    List<Segment> segments = new ArrayList<>();
    List<Step> onNode = new ArrayList<>();
    for (Step step : steps) {
      if (step.actions().stream().anyMatch(Action.RunAnsible.class::isInstance)) {
        flush(onNode, segments);
        step.actions().stream()
            .filter(Action.RunAnsible.class::isInstance)
            .map(Action.RunAnsible.class::cast)
            .forEach(playbook -> segments.add(new Segment.FromHub(step, playbook)));
      } else {
        onNode.add(step);
      }
    }
    flush(onNode, segments);
    return segments;
  }

  private static void flush(List<Step> onNode, List<Segment> segments) {
    if (!onNode.isEmpty()) {
      segments.add(new Segment.OnNode(List.copyOf(onNode)));
      onNode.clear();
    }
  }
}
