package io.meshinfra.transport;

import io.meshinfra.model.NoWayIn.ClosedPath;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Target;
import java.util.List;

/** Runs scripts on nodes. Expected failures are values; nothing is retried here. */
public interface Transport extends AutoCloseable {
  /**
   * Sends the script on standard input of a POSIX shell that runs as root (as the target's {@code
   * become} says), and hands each line of standard output to the listener while it arrives.
   *
   * <p>Tries the access paths of the target in order, each with its own connect timeout, and keeps
   * the connection for the next call.
   *
   * <p>The script ends when its shell and all that holds its standard output have ended. When it is
   * given up (time, limits, a lost link, a stopped hub), the shell and everything below it get a
   * SIGHUP. What shall outlive that ignores SIGHUP or has no parent there, and keeps none of the
   * three streams: {@code ( (trap '' HUP; exec COMMAND) </dev/null >FILE 2>&1 & )}.
   *
   * <p>Blocks; meant for virtual threads. An exception of the listener goes to the caller.
   */
  Reply run(Target target, Request request);

  /**
   * The same over a connection of its own, made for it and closed after it: it tells whether
   * somebody who comes from outside gets in now.
   */
  default Reply runAnew(Target target, Request request) {
    return run(target, request);
  }

  /**
   * Whether anybody answers on one of the paths: the cheap look at a node that was away. No login,
   * no key exchange, nothing runs there and nothing is proven about who answers; a real look
   * follows. Blocks, for the connect timeout of each path at most.
   */
  default Knock knock(Target target) {
    return new Knock.Answered(target.access().getFirst());
  }

  /**
   * The paths that were tried before the one over which the node is reached now, in vain; empty
   * when it is the first, or when there is no connection.
   */
  default List<ClosedPath> detour(NodeName node) {
    return List.of();
  }

  /** Forgets the connection to a node, e.g. when its manifest changed. */
  void forget(NodeName node);

  @Override
  void close();
}
