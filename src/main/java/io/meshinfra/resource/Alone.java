package io.meshinfra.resource;

import io.meshinfra.model.ShellScript;

/**
 * A type whose resources a node can look at alone, when there is no hub that reads its answers. The
 * probe tells in any form what {@link ResourceType#observe} understands; this tells the same in the
 * words of {@link ResourceType#expected}, one resource at a time, so that the node can compare.
 */
public interface Alone<S> {
  /** Shell functions for the looks of this kind, once for all of them. */
  default ShellScript lookFunctions() {
    return ShellScript.EMPTY;
  }

  /**
   * Shell text that tells how the resource is, by the functions of {@link AloneLook}: {@code
   * mesh_is ATTRIBUTE VALUE} (for a set once for each item, or once with nothing), {@code
   * mesh_gone}, or {@code mesh_untold REASON}. More attributes than are expected do no harm. It
   * runs as root in a subshell of its own, changes nothing, uses no network, and finds what {@link
   * ProbePrelude} lists. Its standard input is empty, its standard error is dropped.
   */
  ShellScript lookAlone(S spec);
}
