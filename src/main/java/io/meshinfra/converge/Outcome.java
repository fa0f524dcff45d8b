package io.meshinfra.converge;

import io.meshinfra.drift.ResourceChange;
import java.util.List;

/** How one run over one node ended. */
public sealed interface Outcome {

  /** Steps were carried out, and the probe afterwards saw no drift. */
  record Converged() implements Outcome {}

  /** Nothing had to be done. */
  record InSync() implements Outcome {}

  /** Drift is left: nothing was allowed to change it, or steps ended well and did not help. */
  record StillDrifting(List<ResourceChange> changes, String reason) implements Outcome {
    public StillDrifting {
      changes = List.copyOf(changes);
    }
  }

  /** A step failed, or the run itself. */
  record Failed(String error) implements Outcome {}

  /**
   * The hub could not come back in over a new connection, and the node undid what the guarded steps
   * did. That change is not tried again.
   */
  record RolledBack(String reason) implements Outcome {}

  /** The run was not made, for good reason. */
  record Skipped(String reason) implements Outcome {}

  /** The run was put off: the node is away, or something has to happen first. */
  record Deferred(String reason) implements Outcome {}

  /** What else is to be said of it, for people; empty when the word says it all. */
  default String detail() {
    return switch (this) {
      case Converged converged -> "";
      case InSync inSync -> "";
      case StillDrifting drifting -> drifting.reason();
      case Failed failed -> failed.error();
      case RolledBack rolledBack -> rolledBack.reason();
      case Skipped skipped -> skipped.reason();
      case Deferred deferred -> deferred.reason();
    };
  }

  /** The word in reports, journal and metrics. */
  default String word() {
    return switch (this) {
      case Converged converged -> "converged";
      case InSync inSync -> "in sync";
      case StillDrifting drifting -> "still drifting";
      case Failed failed -> "failed";
      case RolledBack rolledBack -> "rolled back";
      case Skipped skipped -> "skipped";
      case Deferred deferred -> "deferred";
    };
  }
}
