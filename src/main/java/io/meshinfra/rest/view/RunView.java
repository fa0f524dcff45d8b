package io.meshinfra.rest.view;

import io.meshinfra.journal.RunSummary;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** One run in one line. */
@Schema(name = "Run")
public record RunView(
    String id,
    String node,
    String revision,
    @Schema(description = "why it was made: interval, push, request, start, resume") String trigger,
    Instant startedAt,
    Optional<Instant> endedAt,
    @Schema(
            description = "absent as long as the run goes on",
            enumeration = {
              "converged",
              "in sync",
              "still drifting",
              "failed",
              "rolled back",
              "skipped",
              "deferred"
            })
        Optional<String> outcome,
    String detail,
    Optional<String> planHash,
    Optional<Integer> steps,
    Optional<Instant> handedOverAt) {

  /**
   * One page of runs, newest first.
   *
   * @param next what to ask for with {@code before} to see older ones
   */
  @Schema(name = "Runs")
  public record Runs(List<RunView> runs, Optional<String> next) {
    public Runs {
      runs = List.copyOf(runs);
    }

    public static Runs page(List<RunSummary> runs, int limit) {
      boolean more = runs.size() == limit;
      return new Runs(
          runs.stream().map(RunView::of).toList(),
          more ? Optional.of(runs.getLast().id().value()) : Optional.empty());
    }
  }

  public static RunView of(RunSummary run) {
    return new RunView(
        run.id().value(),
        run.node().value(),
        run.revision().id(),
        run.trigger(),
        run.startedAt(),
        run.ended().map(RunSummary.Ended::at),
        run.ended().map(RunSummary.Ended::outcome),
        run.ended().map(RunSummary.Ended::detail).orElse(""),
        run.planned().map(RunSummary.Planned::hash),
        run.planned().map(RunSummary.Planned::steps),
        run.handedOverAt());
  }
}
