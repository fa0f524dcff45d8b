package io.meshinfra.converge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.meshinfra.converge.shell.About;
import io.meshinfra.converge.shell.RunEnd;
import io.meshinfra.converge.shell.ShellRuns;
import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.model.RunId;
import io.meshinfra.model.Target;
import io.meshinfra.support.MovingClock;
import io.meshinfra.support.ScratchNode;
import io.meshinfra.transport.Reply;
import io.meshinfra.transport.Request;
import io.meshinfra.transport.Transport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchTest {
  private static final RunId RUN = new RunId("20260102t030405-test-1");
  private static final About ABOUT = About.applying(RUN, new Revision("a".repeat(40)));
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Watched AWAY = new Watched(Duration.ofSeconds(50), List.of(), false);
  private static final Watched SEEN =
      new Watched(Duration.ofMinutes(30), List.of("started", "begin 1"), false);
  private static final Watched ENDED =
      new Watched(Duration.ofSeconds(1), List.of("begin 1", "end 1 0 ", "finished ok"), true);

  private Instant now = Instant.EPOCH;
  private boolean flooding;
  private final Deque<Watched> connections = new ArrayDeque<>();

  /** What one connection brings. */
  private record Watched(Duration took, List<String> lines, boolean ended) {}

  @Test
  void shouldFollowOnWhenAWatchEndedOnlyBecauseItLastedSoLong() {
    assertInstanceOf(RunEnd.Finished.class, handOver(SEEN, SEEN, SEEN, ENDED));
  }

  @Test
  void shouldHaveNewPatienceAfterEachContact() {
    assertInstanceOf(RunEnd.Finished.class, handOver(SEEN, AWAY, AWAY, SEEN, AWAY, AWAY, ENDED));
  }

  @Test
  void shouldGiveUpWhenNothingIsHeardForTooLong() {
    assertInstanceOf(RunEnd.OutOfSight.class, handOver(SEEN, AWAY, AWAY, AWAY, AWAY, ENDED));
    assertEquals(2, connections.size(), "what was left when its patience ended");
  }

  /** Each contact brings an event, so its patience would never end. */
  @Test
  void shouldNotListenAgainToANodeThatFloodsTheHub() {
    flooding = true;

    RunEnd.OutOfSight end = assertInstanceOf(RunEnd.OutOfSight.class, handOver(SEEN, SEEN, ENDED));

    assertEquals("it wrote more than the test likes", end.reason());
    assertEquals(2, connections.size());
  }

  @Test
  void shouldLookOnlyOnceForARunOfANodeThatIsAway() {
    connections.addAll(List.of(AWAY, ENDED));

    RunEnd end = watch().findAgain(ScratchNode.target(), RUN, RunListener.NONE);

    assertInstanceOf(RunEnd.OutOfSight.class, end);
    assertEquals(1, connections.size());
  }

  private RunEnd handOver(Watched... all) {
    connections.addAll(List.of(all));
    return watch().handOver(ScratchNode.target(), RUN, ABOUT, List.of(), RunListener.NONE);
  }

  private Watch watch() {
    MovingClock clock = new MovingClock(() -> now);
    return new Watch(
        new ShellRuns(new Node(), clock, Duration.ofMinutes(15), Duration.ofMinutes(30)),
        clock,
        time -> {
          now = now.plus(time);
          return true;
        },
        PATIENCE);
  }

  private final class Node implements Transport {
    @Override
    public Reply run(Target target, Request request) {
      Watched watched = connections.remove();
      now = now.plus(watched.took());
      watched.lines().forEach(request.onLine());
      return watched.ended()
          ? new Reply.Ended(0, "", AccessPath.local())
          : flooding
              ? new Reply.Broken("it wrote more than the test likes", Reply.Broken.Cause.FLOOD)
              : new Reply.Broken("the test cut the link");
    }

    @Override
    public void forget(NodeName node) {}

    @Override
    public void close() {}
  }
}
