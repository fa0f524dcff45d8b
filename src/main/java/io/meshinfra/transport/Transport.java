package io.meshinfra.transport;

import io.meshinfra.model.Target;

/** Runs scripts on nodes. Expected failures are values; nothing is retried here. */
public interface Transport extends AutoCloseable {
  /**
   * Sends the script on standard input of a POSIX shell that runs as root (as the target's {@code
   * become} says), and hands each line of standard output to the listener while it arrives.
   *
   * <p>Tries the access paths of the target in order, each with its own connect timeout, and keeps
   * the connection for the next call.
   */
  Reply run(Target target, Request request);

  /** Forgets the connection to a node, e.g. when its manifest changed. */
  void forget(io.meshinfra.model.NodeName node);

  @Override
  void close();
}
