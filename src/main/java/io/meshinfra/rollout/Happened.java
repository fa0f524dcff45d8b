package io.meshinfra.rollout;

import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import java.time.Instant;
import java.util.Optional;

/** What happens to a rollout: on its nodes, and by people. What does not fit changes nothing. */
public final class Happened {
  private Happened() {}

  /** A run of intentional changes begins on the node. */
  public static Progress begun(
      Progress progress, NodeName node, Optional<Revision> wasAt, Instant now) {
    return progress.with(
        node, member -> member.standing() == Standing.PENDING ? member.begun(wasAt, now) : member);
  }

  /** The node was found as it shall be; where something was done on it, it is to be checked. */
  public static Progress inSync(Progress progress, NodeName node, Instant now) {
    return progress.with(
        node,
        member ->
            switch (member.standing()) {
              case PENDING, WORKING, FAILED ->
                  member.to(member.changed() ? Standing.APPLIED : Standing.DONE, "", now);
              case APPLIED, DONE, UNDOING, UNDONE -> member;
            });
  }

  /** All health checks of the node passed. */
  public static Progress healthy(Progress progress, NodeName node, Instant now) {
    return progress.with(
        node,
        member ->
            member.standing() == Standing.APPLIED ? member.to(Standing.DONE, "", now) : member);
  }

  /** The run on the node failed, or a health check after it. */
  public static Progress failed(Progress progress, NodeName node, String why, Instant now) {
    return progress.with(
        node,
        member ->
            switch (member.standing()) {
              case WORKING, APPLIED -> member.to(Standing.FAILED, why, now);
              case PENDING, DONE, FAILED, UNDOING, UNDONE -> member;
            });
  }

  /** The run ended before it did anything. */
  public static Progress putOff(Progress progress, NodeName node, Instant now) {
    return progress.with(
        node,
        member ->
            member.standing() == Standing.WORKING ? member.to(Standing.PENDING, "", now) : member);
  }

  /** The node is at what it had before. */
  public static Progress wentBack(Progress progress, NodeName node, Instant now) {
    return progress.with(
        node,
        member ->
            member.standing() == Standing.UNDOING
                ? member.to(Standing.UNDONE, member.reason(), now)
                : member);
  }

  /** A person holds the rollout. */
  public static Progress paused(Progress progress, String by) {
    return progress.phase().isOpen() ? progress.to(Phase.PAUSED, by) : progress;
  }

  /** A person has it go on; what failed is tried again. */
  public static Progress resumed(Progress progress, Instant now) {
    return switch (progress.phase()) {
      case PAUSED, STOPPED -> again(progress, now).to(Phase.PROGRESSING, "");
      case PROGRESSING, DONE ->
          progress.standing(Standing.FAILED).isEmpty()
              ? progress
              : again(progress, now).to(Phase.PROGRESSING, "");
      case UNDOING, UNDONE, ABORTED, REPLACED -> progress;
    };
  }

  private static Progress again(Progress progress, Instant now) {
    return progress.withAll(member ->
        member.standing() == Standing.FAILED ? member.to(Standing.PENDING, "", now) : member);
  }

  /**
   * A person ends it.
   *
   * @param undo whether the nodes of the wave go back
   */
  public static Progress aborted(Progress progress, String by, boolean undo) {
    return switch (progress.phase()) {
      case PROGRESSING, PAUSED, STOPPED ->
          progress.to(undo ? Phase.UNDOING : Phase.ABORTED, "aborted " + by);
      case UNDOING, UNDONE, ABORTED, DONE, REPLACED -> progress;
    };
  }
}
