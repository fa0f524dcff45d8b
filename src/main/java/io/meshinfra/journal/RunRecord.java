package io.meshinfra.journal;

import io.meshinfra.model.Origin;
import io.meshinfra.model.ResourceId;
import java.time.Duration;
import java.util.List;

/**
 * Everything that is known of one run.
 *
 * @param planText the plan as people read it; empty before it was planned
 */
public record RunRecord(
    RunSummary summary, String planText, List<Step> steps, List<Change> changes) {
  public RunRecord {
    steps = List.copyOf(steps);
    changes = List.copyOf(changes);
  }

  /** One step that was carried out on the node. */
  public record Step(
      int number, String title, String status, int exitCode, Duration took, String output) {}

  /**
   * @param word what was to be done, e.g. {@code update}
   */
  public record Change(ResourceId resource, String word, Origin origin, String detail) {}
}
