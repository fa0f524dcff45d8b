package io.meshinfra.review;

/** How far a head is trusted: its probes may run commands, and what nodes hold is shown. */
public enum Trust {
  /** Its author may push, so he may run anything by merging it. */
  MEMBER,
  /**
   * It comes from somebody who may not push, and the hub is set to run what he brings along. The
   * secrets of nodes are still not asked for on his behalf: he could put one where all can read it.
   */
  GUEST,
  /** It comes from a fork, or its author may not push. */
  FOREIGN
}
