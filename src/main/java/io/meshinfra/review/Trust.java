package io.meshinfra.review;

/** How far a head is trusted: its probes may run commands, and what nodes hold is shown. */
public enum Trust {
  /** Its author may push, so he may run anything by merging it. */
  MEMBER,
  /** It comes from a fork, or its author may not push. */
  FOREIGN
}
