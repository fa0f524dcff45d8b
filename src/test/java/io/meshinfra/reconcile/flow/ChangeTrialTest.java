package io.meshinfra.reconcile.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NoWayIn;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.flow.Flow;
import io.meshinfra.network.flow.Vantage;
import io.meshinfra.network.intent.Ipv4;
import io.meshinfra.network.intent.Protocol;
import io.meshinfra.reconcile.flow.ChangeTrial.Result;
import io.meshinfra.reconcile.flow.FlowFinding.Verdict;
import io.meshinfra.transport.PathTrial;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Before and after the change of a node. */
class ChangeTrialTest {
  private static final NodeName A = new NodeName("a");
  private static final AccessPath LAN = AccessPath.ssh("lan", "192.0.2.1", 22);
  private static final AccessPath EMERGENCY = AccessPath.ssh("emergency", "192.0.2.1", 2222);

  private final Deque<Verdict> verdicts = new ArrayDeque<>();
  private final Map<AccessPath, Boolean> leads = new LinkedHashMap<>(Map.of(LAN, true));
  private final ChangeTrial trial =
      new ChangeTrial(
          new ChangeTrial.Eyes() {
            @Override
            public List<FlowFinding> flowsTo(NodeName node) {
              return verdicts.isEmpty()
                  ? List.of()
                  : List.of(finding(verdicts.size() > 1 ? verdicts.pop() : verdicts.peek()));
            }

            @Override
            public Map<AccessPath, PathTrial.Result> waysInto(NodeName node) {
              Map<AccessPath, PathTrial.Result> ways = new LinkedHashMap<>();
              leads.forEach((path, led) -> ways.put(path, way(path, led)));
              return ways;
            }
          });

  private static FlowFinding finding(Verdict verdict) {
    Flow flow =
        new Flow(
            new Vantage.Mesh(new NodeName("b")),
            A,
            Ipv4.parse("10.0.0.1"),
            Protocol.TCP,
            80,
            Flow.Meant.DENIED);
    return new FlowFinding(flow, verdict, "connected", "why");
  }

  private static PathTrial.Result way(AccessPath path, boolean leads) {
    return leads
        ? new PathTrial.Result.Led(Duration.ofMillis(1))
        : new PathTrial.Result.Shut(
            new NoWayIn.ClosedPath(NoWayIn.Obstacle.NO_ANSWER, path + ": timed out"));
  }

  private Result change(Verdict before, Verdict... after) {
    verdicts.clear();
    verdicts.add(before);
    verdicts.add(before);
    trial.before(A);
    verdicts.clear();
    verdicts.addAll(List.of(after));
    return trial.after(A);
  }

  @ParameterizedTest
  @CsvSource({
    "HELD,    LEAKS,   true",
    "HELD,    HELD,    false",
    "HELD,    UNKNOWN, false",
    "LEAKS,   LEAKS,   false",
    "UNKNOWN, LEAKS,   false",
    "LEAKS,   HELD,    false"
  })
  void shouldBlameOnlyWhatTheChangeOpened(Verdict before, Verdict after, boolean worse) {
    Result result = change(before, after);

    assertEquals(worse, result instanceof Result.Worse, result.toString());
    assertEquals(worse ? 1 : 0, trial.opened());
  }

  @Test
  void shouldSayWhichFlowItOpened() {
    assertEquals(
        new Result.Worse("its change opened a flow that is denied: b -> a:80/tcp (connected)"),
        change(Verdict.HELD, Verdict.LEAKS));
  }

  @Test
  void shouldLookTwice() {
    assertEquals(new Result.NotWorse(), change(Verdict.HELD, Verdict.LEAKS, Verdict.HELD));
  }

  /** Else trying again would make of the leak one that was there before. */
  @Test
  void shouldCompareAnotherTryWithWhatWasBeforeTheFirst() {
    assertInstanceOf(Result.Worse.class, change(Verdict.HELD, Verdict.LEAKS));

    assertInstanceOf(Result.Worse.class, change(Verdict.LEAKS, Verdict.LEAKS));
    assertInstanceOf(Result.NotWorse.class, change(Verdict.LEAKS, Verdict.HELD));
    assertInstanceOf(Result.NotWorse.class, change(Verdict.LEAKS, Verdict.LEAKS), "of old again");
  }

  @Test
  void shouldSayWhichWayInItShut() {
    leads.put(EMERGENCY, true);
    trial.before(A);
    leads.put(EMERGENCY, false);

    Result.Worse worse = assertInstanceOf(Result.Worse.class, trial.after(A));

    assertEquals("its change shut a way in: emergency (192.0.2.1:2222): timed out", worse.reason());
    assertEquals(1, trial.shut());
  }

  @Test
  void shouldNotBlameAWayThatWasShutBefore() {
    leads.put(EMERGENCY, false);
    trial.before(A);

    assertEquals(new Result.NotWorse(), trial.after(A));
  }

  /** A node that is restarting is not one whose change shut anything. */
  @Test
  void shouldWaitWhenNoWayLeadsIn() {
    trial.before(A);
    leads.put(LAN, false);
    assertInstanceOf(Result.NotKnown.class, trial.after(A));
    leads.put(LAN, true);

    assertEquals(new Result.NotWorse(), trial.after(A));
  }

  @Test
  void shouldSayThatNothingWasSeenBefore() {
    assertEquals(new Result.NotCompared(), trial.after(A));
  }
}
