package io.meshinfra.report;

import io.meshinfra.converge.StepResult;

/** How one step ended, as programs read it. */
public record StepView(int number, String status, int exitCode, long milliseconds, String output) {
  public static StepView of(StepResult result) {
    return new StepView(
        result.number(),
        result.status().word(),
        result.exitCode(),
        result.took().toMillis(),
        result.output());
  }
}
