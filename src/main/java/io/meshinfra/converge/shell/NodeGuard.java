package io.meshinfra.converge.shell;

import io.meshinfra.model.AccessPath;
import io.meshinfra.model.RunId;
import io.meshinfra.model.ShellScript;
import io.meshinfra.model.Target;
import io.meshinfra.transport.Reply;
import io.meshinfra.transport.Request;
import io.meshinfra.transport.Transport;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Speaks with the guard of a run, each time over a new connection and one way in: an old one tells
 * nothing of who gets in now. Only what it has decided is also asked over an old one.
 */
public final class NodeGuard {
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final long LARGEST_OUTPUT = 64L * 1024;

  private final Transport transport;

  public NodeGuard(Transport transport) {
    this.transport = transport;
  }

  /** Whether the hub gets in and becomes root over this way. */
  public boolean isOpen(Target target, AccessPath way) {
    return ask(target, way, ShellScript.of(":"), line -> {}) instanceof Reply.Ended ended
        && ended.exitCode() == 0;
  }

  /** Over which way the hub is in by a connection that is there already, if it answers. */
  public Optional<AccessPath> left(Target target) {
    Request request = new Request(ShellScript.of(":"), LONGEST, LARGEST_OUTPUT, line -> {});
    return transport.run(target, request) instanceof Reply.Ended ended && ended.exitCode() == 0
        ? Optional.of(ended.over())
        : Optional.empty();
  }

  /** How the guard stands. */
  public GuardSign state(Target target, AccessPath way, RunId run) {
    return sign(target, way, RunScripts.guardState(run));
  }

  /** The same over the connection that is left, or any. */
  public GuardSign stateOverLeft(Target target, RunId run) {
    GuardLines lines = new GuardLines();
    return sign(
        target.node() + "",
        transport.run(
            target, new Request(RunScripts.guardState(run), LONGEST, LARGEST_OUTPUT, lines::line)),
        lines);
  }

  /** Says that all is well, and how the guard stands then: it may be too late. */
  public GuardSign disarm(Target target, AccessPath way, RunId run) {
    return sign(target, way, RunScripts.guardDisarm(run));
  }

  private GuardSign sign(Target target, AccessPath way, ShellScript script) {
    GuardLines lines = new GuardLines();
    return sign(way + "", ask(target, way, script, lines::line), lines);
  }

  private static GuardSign sign(String way, Reply reply, GuardLines lines) {
    return switch (reply) {
      case Reply.Ended ended ->
          lines
              .sign()
              .orElseGet(() ->
                  new GuardSign.NoAnswer(
                      way + ": the node does not tell how its guard stands; " + ended.errors()));
      case Reply.Unreachable away -> new GuardSign.NoAnswer(away.reason());
      case Reply.Refused refused -> new GuardSign.NoAnswer(refused.reason());
      case Reply.Broken broken -> new GuardSign.NoAnswer(way + ": " + broken.reason());
    };
  }

  private Reply ask(Target target, AccessPath way, ShellScript script, Consumer<String> onLine) {
    return transport.runAnew(
        target.over(way), new Request(script, LONGEST, LARGEST_OUTPUT, onLine));
  }
}
