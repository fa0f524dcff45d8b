package io.meshinfra.transport;

import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NoWayIn;

/** Whether anybody answers at the door of a node. */
public sealed interface Knock {

  /** Something there speaks as a node does; who it is, only a login tells. */
  record Answered(AccessPath over) implements Knock {}

  /** Nobody does on any path. */
  record Unanswered(NoWayIn why) implements Knock {}
}
