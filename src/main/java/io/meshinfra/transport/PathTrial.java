package io.meshinfra.transport;

import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NoWayIn.ClosedPath;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Target;
import java.time.Duration;
import java.util.Optional;

/** Tries access paths that are not needed just now, so that one that has died is known before. */
public interface PathTrial {
  /** What came of one path. */
  sealed interface Result {
    /**
     * A login was let in.
     *
     * @param latency of one question and its answer after that
     */
    record Led(Duration latency) implements Result {}

    /** It led nowhere. */
    record Shut(ClosedPath why) implements Result {}
  }

  /**
   * Logs in over that path alone, by a connection of its own, and hangs up; nothing runs there.
   * What comes of it is remembered: a path that is shut is tried after the others until it leads in
   * again. Blocks, for the time of a connect and a login at most.
   */
  Result attempt(Target target, AccessPath path);

  /** The path over which the node is reached now; empty when there is no connection. */
  Optional<AccessPath> inUse(NodeName node);
}
