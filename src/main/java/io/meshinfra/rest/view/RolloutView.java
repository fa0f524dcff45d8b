package io.meshinfra.rest.view;

import io.meshinfra.journal.SemaphoreJournal.Held;
import io.meshinfra.reconcile.rollout.RolloutStatus;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How far a rollout is. */
@Schema(name = "Rollout")
public record RolloutView(
    String name,
    @Schema(description = "that it began with") String revision,
    Instant begunAt,
    @Schema(
            enumeration = {
              "progressing",
              "paused",
              "stopped",
              "undoing",
              "undone",
              "aborted",
              "done",
              "replaced"
            })
        String phase,
    @Schema(description = "what is waited for, or what went wrong") String message,
    @Schema(description = "that is under way, from 1") int wave,
    List<String> waves,
    @Schema(description = "nodes that have the change and are healthy") long done,
    long failed,
    @Schema(description = "how many nodes it is for") int size,
    @Schema(description = "only where one rollout is asked for") List<OnNode> nodes) {
  public RolloutView {
    waves = List.copyOf(waves);
    nodes = List.copyOf(nodes);
  }

  /** One node of a rollout. */
  @Schema(name = "RolloutNode")
  public record OnNode(
      String node,
      int wave,
      @Schema(
              enumeration = {
                "pending", "working", "applied", "done", "failed", "undoing", "undone"
              })
          String standing,
      @Schema(description = "what it waits for, or what went wrong") String reason,
      Instant since) {}

  /** A semaphore that is held. */
  @Schema(name = "HeldSemaphore")
  public record SemaphoreView(String name, String node, String run, Instant since) {
    static SemaphoreView of(Held held) {
      return new SemaphoreView(
          held.semaphore(), held.node().value(), held.run().value(), held.since());
    }
  }

  /** All rollouts, without their nodes. */
  @Schema(name = "Rollouts")
  public record All(List<RolloutView> rollouts, List<SemaphoreView> semaphores) {
    public All {
      rollouts = List.copyOf(rollouts);
      semaphores = List.copyOf(semaphores);
    }

    public static All of(List<RolloutStatus> rollouts, List<Held> held) {
      return new All(
          rollouts.stream().map(status -> RolloutView.of(status, false)).toList(),
          held.stream().map(SemaphoreView::of).toList());
    }
  }

  public static RolloutView of(RolloutStatus status) {
    return of(status, true);
  }

  private static RolloutView of(RolloutStatus status, boolean withNodes) {
    return new RolloutView(
        status.name(),
        status.revision().id(),
        status.begunAt(),
        status.phase(),
        status.message(),
        status.wave(),
        status.waves(),
        status.done(),
        status.failed(),
        status.nodes().size(),
        withNodes ? status.nodes().stream().map(RolloutView::onNode).toList() : List.of());
  }

  private static OnNode onNode(RolloutStatus.OnNode node) {
    return new OnNode(
        node.node().value(), node.wave(), node.standing(), node.reason(), node.since());
  }
}
