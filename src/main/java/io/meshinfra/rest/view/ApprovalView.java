package io.meshinfra.rest.view;

import io.meshinfra.journal.ApprovalJournal;
import io.meshinfra.reconcile.Approvals.Awaited;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Somebody agreed to a plan. */
@Schema(name = "Approval")
public record ApprovalView(
    String node,
    @Schema(description = "hash of the plan that it is of") String plan,
    String by,
    @Schema(description = "how it was given: api, terminal, forge") String door,
    String reason,
    Instant at,
    Instant until) {

  /** All of a node, and what it waits for. */
  @Schema(name = "Approvals")
  public record All(
      @Schema(description = "hash of the plan that waits; absent when none does")
          Optional<String> awaiting,
      @Schema(description = "whose agreement is missing") List<String> missing,
      List<ApprovalView> approvals) {
    public All {
      missing = List.copyOf(missing);
      approvals = List.copyOf(approvals);
    }

    public static All of(Optional<Awaited> awaited, List<ApprovalJournal.Recorded> recorded) {
      return new All(
          awaited.map(Awaited::hash),
          awaited.map(Awaited::missing).orElse(List.of()),
          recorded.stream().map(ApprovalView::of).toList());
    }
  }

  public static ApprovalView of(ApprovalJournal.Recorded recorded) {
    return new ApprovalView(
        recorded.node().value(),
        recorded.planHash(),
        recorded.by(),
        recorded.door(),
        recorded.reason(),
        recorded.at(),
        recorded.until());
  }
}
