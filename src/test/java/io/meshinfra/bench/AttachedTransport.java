package io.meshinfra.bench;

import io.meshinfra.model.NodeName;
import io.meshinfra.model.ShellScript;
import io.meshinfra.model.Target;
import io.meshinfra.transport.Reply;
import io.meshinfra.transport.Request;
import io.meshinfra.transport.Transport;

/**
 * Runs steps as they would run if they were not detached: the same script over the same connection,
 * but the runner is a child of it that is waited for. Measures requests that carry steps out.
 */
final class AttachedTransport implements Transport {
  private static final String LAUNCH = "\nmesh_launch\n";
  private static final String ATTACHED =
      "\nsh \"$MESH_RUN/runner.sh\" \"$MESH_RUN\" </dev/null >/dev/null 2>&1\n";

  private final Transport real;
  private boolean attached;
  private long lastRun;

  AttachedTransport(Transport real) {
    this.real = real;
  }

  void attach(boolean yes) {
    attached = yes;
  }

  /** Nanoseconds from the steps being sent to their end being known, of the last that were. */
  long lastRun() {
    return lastRun;
  }

  @Override
  public Reply run(Target target, Request request) {
    String text = request.script().text();
    if (!text.contains(LAUNCH)) {
      return real.run(target, request);
    }
    // Both ways in the same wrapping, so that it costs both the same.
    ShellScript script =
        ShellScript.of("eval {}", attached ? text.replace(LAUNCH, ATTACHED) : text);
    long begin = System.nanoTime();
    Reply reply =
        real.run(
            target,
            new Request(script, request.timeout(), request.outputLimit(), request.onLine()));
    lastRun = System.nanoTime() - begin;
    return reply;
  }

  @Override
  public Reply runAnew(Target target, Request request) {
    return real.runAnew(target, request);
  }

  @Override
  public void forget(NodeName node) {
    real.forget(node);
  }

  @Override
  public void close() {
    real.close();
  }
}
