package io.meshinfra.converge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.converge.seal.Sealing;
import io.meshinfra.converge.shell.About;
import io.meshinfra.converge.shell.ShellRuns;
import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NoWayIn;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.RunId;
import io.meshinfra.model.ShellScript;
import io.meshinfra.model.Target;
import io.meshinfra.plan.Guard;
import io.meshinfra.plan.Step;
import io.meshinfra.probe.PlaybookChecks;
import io.meshinfra.probe.Prober;
import io.meshinfra.resource.Action;
import io.meshinfra.support.Catalogs;
import io.meshinfra.support.MovingClock;
import io.meshinfra.transport.OutputBudget;
import io.meshinfra.transport.Reply;
import io.meshinfra.transport.Request;
import io.meshinfra.transport.Transport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the hub makes of guarded steps, with a node that says what the test wants. */
@Timeout(30)
class GuardedRunTest {
  private static final RunId RUN = new RunId("20260102t030405-test");
  private static final RunId SEGMENT = new RunId(RUN.value() + "-1-guard");
  private static final AccessPath LAN = AccessPath.ssh("lan", "192.0.2.1", 22);
  private static final Target TARGET =
      new Target(new NodeName("n1"), List.of(LAN), List.of(), "mesh-ops", Target.Become.SUDO);

  private final List<String> events = new ArrayList<>(List.of("started", "armed 60"));
  private final List<String> told = new ArrayList<>();
  private final List<String> sent = new ArrayList<>();
  private String afterwards = "guard confirmed";
  private boolean open = true;
  private boolean opensWithTheRun;
  private boolean warm = true;
  private Instant now = Instant.EPOCH;

  private final RunListener listener =
      new RunListener() {
        @Override
        public void handedOver(RunId segment) {
          told.add("handed over " + segment.value().substring(RUN.value().length()));
        }

        @Override
        public void guarded(String what) {
          told.add(what.split(":")[0]);
        }

        @Override
        public void stepBegun(int number) {}

        @Override
        public void stepEnded(StepResult result) {
          told.add("ended " + result.number());
        }
      };

  @Test
  void shouldGoOnWhenTheGuardIsConfirmed() {
    events.addAll(List.of("end 1 0", "end 2 0", "finished ok"));

    Optional<Convergence> stopped = carryOut(step(1, true), step(2, false));

    assertEquals(Optional.empty(), stopped);
    assertEquals(
        List.of(
            "handed over -1", "ended 2", "handed over -2-guard", "armed", "ended 1", "confirmed"),
        told);
    assertTrue(sent.getLast().contains("guard.what"));
    assertTrue(sent.stream().filter(script -> script.contains("guard.what")).count() == 1);
  }

  @Test
  void shouldStopAndTellWhatTheNodeHasUndone() {
    events.addAll(List.of("end 1 0", "finished ok"));
    afterwards = "guard rolled-back";

    Convergence end = carryOut(step(1, true), step(2, false, 1)).orElseThrow();

    assertInstanceOf(Outcome.RolledBack.class, end.outcome());
    assertEquals(Set.of(1), end.rolledBack());
    assertTrue(end.isOver());
    assertEquals(List.of("handed over -1-guard", "armed", "ended 1", "rolled back"), told);
  }

  /** Every way is shut by hand, and the connection from before lives on; the step opens one. */
  @Test
  void shouldBeginOverTheLastConnectionAndTellThatAWayIsOpenAgain() {
    open = false;
    opensWithTheRun = true;
    events.addAll(List.of("end 1 0", "finished ok"));

    Optional<Convergence> stopped = carryOut(step(1, true));

    assertEquals(Optional.empty(), stopped);
    assertEquals(
        List.of(
            "begins over the last connection, lan (192.0.2.1",
            "handed over -1-guard",
            "armed",
            "ended 1",
            "confirmed",
            "the node can be entered anew, over lan (192.0.2.1"),
        told);
    assertTrue(
        sent.getLast().contains("mesh_store 'guard.ways'"), "no way that worked must work again");
  }

  @Test
  void shouldTellThatNoWayWasOpenBeforeNorAfter() {
    open = false;
    events.addAll(List.of("end 1 0", "finished ok"));
    afterwards = "guard rolled-back";
    opensWithTheRun = true;

    Convergence end = carryOut(step(1, true)).orElseThrow();

    Outcome.RolledBack undone = assertInstanceOf(Outcome.RolledBack.class, end.outcome());
    assertTrue(
        undone.reason().startsWith("no access path could be entered anew before, nor"),
        undone.reason());
    assertEquals(Set.of(1), end.rolledBack());
  }

  @Test
  void shouldBeginNothingThatNobodyCouldComeBackTo() {
    open = false;
    warm = false;

    Convergence end = carryOut(step(1, true)).orElseThrow();

    assertInstanceOf(Outcome.Deferred.class, end.outcome());
    assertEquals(List.of(), told);
    assertEquals(List.of(), sent);
  }

  @Test
  void shouldConfirmARunThatAnotherHubLeftBehind() {
    events.addAll(List.of("end 1 0", "finished ok"));

    Convergence end = converger().findAgain(TARGET, List.of(SEGMENT), List.of(), listener);

    assertInstanceOf(Outcome.Deferred.class, end.outcome());
    assertTrue(end.outcome().detail().contains("found again"), end.outcome().detail());
    assertEquals(List.of("armed", "ended 1", "confirmed"), told);
  }

  @Test
  void shouldTellOfARunLeftBehindThatTheNodeHasUndone() {
    events.add("lost");
    afterwards = "guard rolled-back";

    Convergence end = converger().findAgain(TARGET, List.of(SEGMENT), List.of(), listener);

    assertInstanceOf(Outcome.RolledBack.class, end.outcome());
    assertEquals(Set.of(1), end.rolledBack());
    assertTrue(end.isOver());
  }

  private Optional<Convergence> carryOut(Step... steps) {
    ShellRuns runs = runs();
    Carrying.Hands hands =
        new Carrying.Hands(
            new Watch(runs, clock(), this::pause, Duration.ofSeconds(30)),
            new Confirmation(runs.guard(), clock(), this::pause, Duration.ofSeconds(30)),
            (target, revision, step, playbook) -> {
              throw new AssertionError("no playbook here");
            },
            Sealing.none());
    return new Carrying(
            hands, TARGET, Catalogs.REVISION, RUN, About.applying(RUN, Catalogs.REVISION), listener)
        .carryOut(List.of(steps), Optional::empty);
  }

  private Converger converger() {
    Clock clock = clock();
    Prober prober =
        new Prober(
            new Node(),
            PlaybookChecks.none("test"),
            clock,
            new Random(7),
            new Prober.Limits(Duration.ofSeconds(30), new OutputBudget()));
    return new Converger(
        runs(),
        (target, revision, step, playbook) -> {
          throw new AssertionError("no playbook here");
        },
        prober,
        clock,
        this::pause,
        Duration.ofSeconds(30));
  }

  private ShellRuns runs() {
    return new ShellRuns(new Node(), clock(), Duration.ofMinutes(15), Duration.ofMinutes(30));
  }

  private Clock clock() {
    return new MovingClock(() -> now);
  }

  private boolean pause(Duration time) {
    now = now.plus(time);
    return true;
  }

  private static Step step(int number, boolean guarded, Integer... needs) {
    Step step =
        new Step(
            number,
            List.of(),
            List.of(Action.run(ShellScript.of(":"))),
            Set.of(needs),
            Map.of(),
            "a test");
    Guard guard =
        new Guard(Duration.ofSeconds(60), "a test", List.of(), List.of(), List.of(), true);
    return guarded ? step.under(guard) : step;
  }

  private final class Node implements Transport {
    @Override
    public Reply run(Target target, Request request) {
      String script = request.script().text();
      if (script.equals(":")) {
        return warm
            ? new Reply.Ended(0, "", LAN)
            : new Reply.Unreachable(NoWayIn.of(NoWayIn.Obstacle.NO_ANSWER, "closed"));
      }
      sent.add(script);
      open |= opensWithTheRun;
      boolean unguarded =
          script.contains("if mesh_unknown; then") && !script.contains("guard.what");
      events.stream()
          .filter(event -> !unguarded || !event.startsWith("armed"))
          .forEach(request.onLine());
      return new Reply.Ended(0, "", LAN);
    }

    @Override
    public Reply runAnew(Target target, Request request) {
      if (!open) {
        return new Reply.Unreachable(NoWayIn.of(NoWayIn.Obstacle.NO_ANSWER, "closed"));
      }
      if (request.script().text().contains("mesh_guard disarm")) {
        List.of(afterwards, "way lan", "step 1").forEach(request.onLine());
      }
      return new Reply.Ended(0, "", LAN);
    }

    @Override
    public void forget(NodeName node) {}

    @Override
    public void close() {}
  }
}
