package io.meshinfra.transport;

import io.meshinfra.model.AccessPath;
import io.meshinfra.model.Printable;
import io.meshinfra.model.Target;
import io.meshinfra.model.Target.Become;
import io.meshinfra.transport.Reply.Broken.Cause;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;

/** Sends one script to one shell and follows it to its end, within the bounds of the request. */
public final class Conversation {
  /** How long a shell may take to tell its exit code after its output has ended. */
  private static final Duration FAREWELL = Duration.ofSeconds(10);

  private final Target target;
  private final AccessPath over;
  private final Request request;
  private final RunningShell shell;
  private final OutputBudget budget;
  private final AtomicReference<Reply.Broken> cut = new AtomicReference<>();

  private Conversation(
      Target target, AccessPath over, Request request, RunningShell shell, OutputBudget budget) {
    this.target = target;
    this.over = over;
    this.request = request;
    this.shell = shell;
    this.budget = budget;
  }

  /** All conversations of a transport, which share what the hub can hold. */
  public record Table(OutputBudget budget) {
    /** Hangs up whenever the shell was not followed to its end, also when the listener throws. */
    public Reply hold(
        Target target, AccessPath over, Delivery delivery, Request request, RunningShell shell) {
      return new Conversation(target, over, request, shell, budget).hold(delivery);
    }
  }

  private Reply hold(Delivery delivery) {
    shell.errors().whenTooMuch(this::hangUpOnFlood);
    Thread clock = Thread.ofVirtual().name("script-clock").start(this::hangUpInTime);
    try {
      send(delivery);
      OutputLines lines = new OutputLines(request.outputLimit(), request.onLine(), budget);
      Optional<OutputLines.Stop> stop = lines.read(shell.output());
      if (stop.isPresent()) {
        // An interrupt ends the reading too, and is no fault of the node.
        return cutBecause(
            stop.get().reason(),
            Thread.currentThread().isInterrupted() ? Cause.LOST : stop.get().cause());
      }
      OptionalInt exit = cut.get() == null ? exitCode() : OptionalInt.empty();
      return reply(lines, exit);
    } finally {
      clock.interrupt();
      shell.hangUp();
    }
  }

  private Reply reply(OutputLines lines, OptionalInt exit) {
    if (exit.isEmpty()) {
      return cutBecause(shell.lost(), Cause.LOST);
    }
    lines.finish();
    if (!lines.begun()) {
      return new Reply.Refused(notBegun(exit.getAsInt()));
    }
    return new Reply.Ended(exit.getAsInt(), shell.errors().text(), over);
  }

  private void hangUpInTime() {
    try {
      Thread.sleep(request.timeout());
      cutBecause("it did not end within " + Durations.text(request.timeout()), Cause.LIMIT);
      shell.hangUp();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it ended in time
    }
  }

  /** In the thread that reads standard error. */
  private void hangUpOnFlood() {
    cutBecause("it wrote more than " + ErrorText.LARGEST + " bytes of errors", Cause.FLOOD);
    shell.hangUp();
  }

  /** The first reason counts. */
  private Reply.Broken cutBecause(String reason, Cause cause) {
    cut.compareAndSet(null, new Reply.Broken(reason, cause));
    return cut.get();
  }

  private void send(Delivery delivery) {
    try {
      OutputStream input = shell.input();
      input.write(delivery.input());
      input.flush();
    } catch (IOException e) {
      // A shell that ended early takes no more input; its output and exit code tell why.
    }
  }

  private OptionalInt exitCode() {
    try {
      return shell.exitCode(FAREWELL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cutBecause("the wait for it was interrupted", Cause.LOST);
      return OptionalInt.empty();
    }
  }

  private String notBegun(int exit) {
    String said = shell.errors().text();
    String how = "; it said " + Printable.quote(said) + " and ended with " + exit;
    if (target.become() == Become.NONE) {
      return "no sh starts for " + target.user() + " on " + target.node() + how;
    }
    if (exit == 1 && said.contains("password")) {
      return "sudo on "
          + target.node()
          + " asks "
          + target.user()
          + " for a password; give it NOPASSWD in sudoers or set become: none";
    }
    return "sudo on "
        + target.node()
        + " does not make "
        + target.user()
        + " root"
        + how
        + "; mend its sudoers or set become: none";
  }
}
