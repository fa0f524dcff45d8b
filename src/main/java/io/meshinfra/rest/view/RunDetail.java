package io.meshinfra.rest.view;

import io.meshinfra.journal.RunRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Everything that is known of one run. */
public record RunDetail(
    String id,
    String node,
    String revision,
    String trigger,
    Instant startedAt,
    Optional<Instant> endedAt,
    Optional<String> outcome,
    String detail,
    Optional<String> planHash,
    Optional<Instant> handedOverAt,
    @Schema(description = "the plan as people read it; empty before it was planned")
        String planText,
    List<StepView> steps,
    List<RunChangeView> changes) {
  public RunDetail {
    steps = List.copyOf(steps);
    changes = List.copyOf(changes);
  }

  /** One step that was carried out on the node. */
  @Schema(name = "RunStep")
  public record StepView(
      int number,
      String title,
      @Schema(enumeration = {"done", "failed", "skipped"}) String status,
      int exitCode,
      long milliseconds,
      String output) {
    static StepView of(RunRecord.Step step) {
      return new StepView(
          step.number(),
          step.title(),
          step.status(),
          step.exitCode(),
          step.took().toMillis(),
          step.output());
    }
  }

  /** One change that the run was to bring about. */
  @Schema(name = "RunChange")
  public record RunChangeView(String resource, String change, String origin, String text) {
    static RunChangeView of(RunRecord.Change change) {
      return new RunChangeView(
          change.resource().toString(), change.word(), change.origin().word(), change.detail());
    }
  }

  public static RunDetail of(RunRecord record) {
    RunView run = RunView.of(record.summary());
    return new RunDetail(
        run.id(),
        run.node(),
        run.revision(),
        run.trigger(),
        run.startedAt(),
        run.endedAt(),
        run.outcome(),
        run.detail(),
        run.planHash(),
        run.handedOverAt(),
        record.planText(),
        record.steps().stream().map(StepView::of).toList(),
        record.changes().stream().map(RunChangeView::of).toList());
  }
}
