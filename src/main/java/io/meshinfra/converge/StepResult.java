package io.meshinfra.converge;

import java.time.Duration;

/**
 * How one step of a plan ended on the node.
 *
 * @param output the end of what it printed, bounded, printable
 */
public record StepResult(int number, Status status, int exitCode, Duration took, String output) {

  /** How a step can end. */
  public enum Status {
    DONE,
    FAILED,
    /** Not begun, because a step it needs failed. */
    SKIPPED;

    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
