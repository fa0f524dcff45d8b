package io.meshinfra.converge.shell;

import io.meshinfra.converge.StepResult;
import java.util.List;

/** What the hub knows about a run on a node when it stops watching. */
public sealed interface RunEnd {
  /** Steps that are known to have ended, in order. */
  List<StepResult> results();

  /** The runner on the node came to its end. */
  record Finished(List<StepResult> results) implements RunEnd {
    public Finished {
      results = List.copyOf(results);
    }
  }

  /** The runner died in the middle, e.g. the node rebooted; it will not go on. */
  record Died(List<StepResult> results, String reason) implements RunEnd {
    public Died {
      results = List.copyOf(results);
    }
  }

  /** Nothing was begun, and nothing will be. */
  record NotStarted(String reason) implements RunEnd {
    @Override
    public List<StepResult> results() {
      return List.of();
    }
  }

  /**
   * The link is gone; the runner may well go on. Follow the run later.
   *
   * @param flooded the hub hung up, because the node said more than the run can have to tell
   */
  record OutOfSight(List<StepResult> results, String reason, boolean flooded) implements RunEnd {
    public OutOfSight {
      results = List.copyOf(results);
    }
  }
}
