package io.meshinfra.transport;

import io.meshinfra.model.NodeName;
import io.meshinfra.model.Target;

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

  /** Forgets the connection to a node, e.g. when its manifest changed. */
  void forget(NodeName node);

  @Override
  void close();
}
