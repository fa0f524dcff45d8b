package io.meshinfra.converge.ansible;

/** How a process of the hub ended. */
sealed interface ProcessEnd {

  /**
   * By itself.
   *
   * @param errors the end of standard error, as it came
   */
  record Exited(int code, String errors) implements ProcessEnd {}

  /** There is no such program, or it cannot be started. */
  record NotStarted(String reason) implements ProcessEnd {}

  /** It was ended here: too long, too much output, or the hub stops. */
  record Ended(String reason) implements ProcessEnd {}
}
