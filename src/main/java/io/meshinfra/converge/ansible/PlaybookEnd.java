package io.meshinfra.converge.ansible;

/** How a playbook ended for a node. */
sealed interface PlaybookEnd {

  /** All tasks ended well. */
  record Finished(Recap recap) implements PlaybookEnd {}

  /** It began and did not end well. */
  record Failed(int exitCode, String reason, Recap recap) implements PlaybookEnd {}

  /** No way leads to the node; nothing was done. */
  record Unreachable(String reason) implements PlaybookEnd {}

  /** It was not begun. */
  record NotRun(String reason) implements PlaybookEnd {}
}
