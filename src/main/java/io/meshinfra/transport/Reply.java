package io.meshinfra.transport;

import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NoWayIn;
import java.util.Optional;

/** How a {@link Request} ended. */
public sealed interface Reply {

  /**
   * The script ran to its end.
   *
   * @param exitCode of the shell; 128 + n when signal n ended it
   * @param errors the first bytes of standard error, made printable
   */
  record Ended(int exitCode, String errors, AccessPath over) implements Reply {}

  /** No access path leads to the node just now; normal for nodes that come and go. */
  record Unreachable(NoWayIn why) implements Reply {
    public String reason() {
      return why.reason();
    }
  }

  /**
   * The node answers and does not let us in, or is not the node it should be.
   *
   * @param why path by path; absent when we got in and did not become who we have to be
   */
  record Refused(String reason, Optional<NoWayIn> why) implements Reply {
    public Refused(NoWayIn why) {
      this(why.reason(), Optional.of(why));
    }

    public Refused(String reason) {
      this(reason, Optional.empty());
    }
  }

  /** It began and could not be followed to its end: time, output limit, or the link was lost. */
  record Broken(String reason, Cause cause) implements Reply {
    /** Who ended it. */
    public enum Cause {
      /** The hub, because it took too long, or there was no room for more; the node is there. */
      LIMIT,
      /** The hub, because it said more than any node in good order would. */
      FLOOD,
      /** The link, or the end of the hub itself. */
      LOST
    }

    public Broken(String reason) {
      this(reason, Cause.LOST);
    }
  }
}
