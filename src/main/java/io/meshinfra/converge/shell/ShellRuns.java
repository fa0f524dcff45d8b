package io.meshinfra.converge.shell;

import io.meshinfra.converge.RunListener;
import io.meshinfra.model.FencingToken;
import io.meshinfra.model.RunId;
import io.meshinfra.model.ShellScript;
import io.meshinfra.model.Target;
import io.meshinfra.plan.Step;
import io.meshinfra.transport.Reply;
import io.meshinfra.transport.Request;
import io.meshinfra.transport.Transport;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Starts runs on nodes and finds them again. */
public final class ShellRuns {
  /** 4 KiB of output a step, as base64, and a word around it. */
  private static final long LARGEST_OF_A_STEP = 6L * 1024;

  /** Signs of life, and what a login shell says first. */
  private static final long LARGEST_BESIDE = 1024L * 1024;

  /** For thousands of steps, when the plan is not known any more. */
  private static final long LARGEST_OUTPUT = 64L * 1024 * 1024;

  private final Transport transport;
  private final Clock clock;
  private final Duration stepLimit;
  private final Duration watchLimit;
  private final Keeping keeping;
  private final Supplier<Optional<FencingToken>> fence;

  /**
   * @param stepLimit after which the node stops a step
   * @param watchLimit after which the hub stops watching over one connection
   */
  public ShellRuns(Transport transport, Clock clock, Duration stepLimit, Duration watchLimit) {
    this(transport, clock, stepLimit, watchLimit, Keeping.USUAL);
  }

  /** The same with a say in what the node keeps. */
  public ShellRuns(
      Transport transport, Clock clock, Duration stepLimit, Duration watchLimit, Keeping keeping) {
    this(transport, clock, stepLimit, watchLimit, keeping, Optional::empty);
  }

  private ShellRuns(
      Transport transport,
      Clock clock,
      Duration stepLimit,
      Duration watchLimit,
      Keeping keeping,
      Supplier<Optional<FencingToken>> fence) {
    this.transport = transport;
    this.clock = clock;
    this.stepLimit = stepLimit;
    this.watchLimit = watchLimit;
    this.keeping = keeping;
    this.fence = fence;
  }

  /** The same, and a node takes nothing that comes with a smaller token than it has seen. */
  public ShellRuns fencedBy(Supplier<Optional<FencingToken>> token) {
    return new ShellRuns(transport, clock, stepLimit, watchLimit, keeping, token);
  }

  /** Hands the steps over and watches; safe to send again, the steps run at most once. */
  public RunEnd start(
      Target target, RunId run, About about, List<Step> steps, RunListener listener) {
    return start(target, run, about, steps, Optional.empty(), listener);
  }

  /** The same under a guard, which stands before the first step begins. */
  public RunEnd start(
      Target target,
      RunId run,
      About about,
      List<Step> steps,
      Optional<GuardFiles> guard,
      RunListener listener) {
    Set<Integer> plan = steps.stream().map(Step::number).collect(Collectors.toUnmodifiableSet());
    return watch(
        target,
        RunScripts.start(run, about.lines(keeping, fence.get()), steps, guard, stepLimit),
        LARGEST_BESIDE + plan.size() * LARGEST_OF_A_STEP,
        new RunEvents(clock, listener, Optional.of(plan)));
  }

  /** Watches a run that may have been handed over before; its events are told from the first on. */
  public RunEnd follow(Target target, RunId run, RunListener listener) {
    return watch(
        target,
        RunScripts.follow(run),
        LARGEST_OUTPUT,
        new RunEvents(clock, listener, Optional.empty()));
  }

  /** The guards of runs on the same nodes. */
  public NodeGuard guard() {
    return new NodeGuard(transport);
  }

  private RunEnd watch(Target target, ShellScript script, long largest, RunEvents events) {
    Reply reply = transport.run(target, new Request(script, watchLimit, largest, events::line));
    String reason =
        switch (reply) {
          case Reply.Ended ended -> "exit code " + ended.exitCode() + " " + ended.errors();
          case Reply.Unreachable away -> away.reason();
          case Reply.Refused refused -> refused.reason();
          case Reply.Broken broken -> broken.reason();
        };
    boolean flooded =
        reply instanceof Reply.Broken broken && broken.cause() == Reply.Broken.Cause.FLOOD;
    return events
        .end()
        .orElseGet(() -> new RunEnd.OutOfSight(events.results(), reason.strip(), flooded));
  }
}
