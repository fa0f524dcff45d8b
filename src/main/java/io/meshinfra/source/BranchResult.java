package io.meshinfra.source;

/** What became of work on branches of the remote. */
public sealed interface BranchResult<T> {

  record Done<T>(T value) implements BranchResult<T> {}

  /**
   * It did not come to pass, and may at another time.
   *
   * @param reason what is wrong and how to mend it, without secrets
   */
  record Failed<T>(String reason) implements BranchResult<T> {}

  /** The remote does not let the hub do this. */
  record Denied<T>(String reason) implements BranchResult<T> {}
}
