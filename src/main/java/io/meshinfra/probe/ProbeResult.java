package io.meshinfra.probe;

import io.meshinfra.model.NoWayIn;
import io.meshinfra.model.Snapshot;

/** How a probe of one node ended. */
public sealed interface ProbeResult {
  /** The node was looked at. */
  record Probed(Snapshot snapshot) implements ProbeResult {}

  /** The node is away; normal for those that come and go. */
  record Away(NoWayIn why) implements ProbeResult {}

  /** The node answers, and keeps the hub out; or somebody answers who is not the node. */
  record Barred(NoWayIn why) implements ProbeResult {}

  /** The node was reached, and could not be looked at. */
  record Failed(String reason) implements ProbeResult {}
}
