package io.meshinfra.converge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.converge.Confirmation.Result;
import io.meshinfra.converge.shell.NodeGuard;
import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NoWayIn;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.RunId;
import io.meshinfra.model.Target;
import io.meshinfra.support.MovingClock;
import io.meshinfra.transport.Reply;
import io.meshinfra.transport.Request;
import io.meshinfra.transport.Transport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfirmationTest {
  private static final RunId RUN = new RunId("20260102t030405-test-1-guard");
  private static final Duration TIME = Duration.ofSeconds(60);
  private static final AccessPath LAN = AccessPath.ssh("lan", "192.0.2.1", 22);
  private static final AccessPath VPN = AccessPath.ssh("tailscale", "n1", 22);
  private static final Target TARGET =
      new Target(new NodeName("n1"), List.of(LAN, VPN), List.of(), "mesh-ops", Target.Become.SUDO);

  private final Node node = new Node();
  private Instant now = Instant.EPOCH;

  @Test
  void shouldConfirmOverTheLastWayWhenAllWork() {
    Result result = settle();

    assertEquals(new Result.Confirmed(VPN), result);
    assertEquals(List.of("lan state", "tailscale disarm"), node.asked);
  }

  @Test
  void shouldNotConfirmWhileOneWayIsClosedAndSayWhichOneItWas() {
    node.closed.add("tailscale");
    node.firesAt = Instant.EPOCH.plus(TIME);

    Result.RolledBack result = assertInstanceOf(Result.RolledBack.class, settle());

    assertEquals(Set.of(2, 3), result.steps());
    assertTrue(result.reason().contains("tailscale is closed"), result.reason());
    assertTrue(result.reason().contains("put back: /etc/ssh/sshd_config"), result.reason());
    assertTrue(node.asked.stream().noneMatch(asked -> asked.endsWith("disarm")));
  }

  @Test
  void shouldConfirmAsSoonAsTheWayIsBack() {
    node.closed.add("lan");
    node.opensAt = Instant.EPOCH.plusSeconds(5);

    assertEquals(new Result.Confirmed(VPN), settle());
    assertTrue(now.isBefore(Instant.EPOCH.plusSeconds(10)), now::toString);
  }

  @Test
  void shouldNotWaitForAWayThatDidNotWorkBefore() {
    node.ways = List.of("lan");
    node.closed.add("tailscale");

    assertEquals(new Result.Confirmed(LAN), settle());
    assertEquals("lan disarm", node.asked.getLast());
  }

  @Test
  void shouldBeToldWhenItCameTooLate() {
    node.firesAt = Instant.EPOCH;

    Result.RolledBack result = assertInstanceOf(Result.RolledBack.class, settle());

    assertTrue(result.reason().startsWith("nobody came back in time"), result.reason());
  }

  @Test
  void shouldLeaveANodeToItselfThatIsNotHeardOf() {
    node.closed.addAll(List.of("lan", "tailscale"));

    Result.OutOfSight result = assertInstanceOf(Result.OutOfSight.class, settle());

    assertEquals("lan is closed", result.reason());
  }

  @Test
  void shouldNotMindARunWithoutGuard() {
    node.none = true;

    assertEquals(new Result.NoGuard(), settle());
  }

  @Test
  void shouldFindTheWaysThatWork() {
    node.closed.add("tailscale");

    assertEquals(new WayBack.All(List.of(LAN)), confirmation().wayBack(TARGET));
  }

  @Test
  void shouldHaveNoWayBackWithoutAnyConnection() {
    node.closed.addAll(List.of("lan", "tailscale"));

    assertEquals(new WayBack.None(), confirmation().wayBack(TARGET));
  }

  /** Somebody shut every way; the connection from before lives on. */
  @Test
  void shouldTakeAnyWayBackWhenOnlyTheLastConnectionIsLeft() {
    node.closed.addAll(List.of("lan", "tailscale"));
    node.warm = true;

    WayBack back = confirmation().wayBack(TARGET);

    assertEquals(new WayBack.Any(TARGET.access(), VPN), back);
    assertEquals(List.of(), back.needed());
  }

  @Test
  void shouldConfirmByOneWayWhenNoneWorkedBefore() {
    node.ways = List.of();
    node.closed.add("lan");

    assertEquals(new Result.Confirmed(VPN), settle());
  }

  /** No way was open before, nor is one when the node has put everything back. */
  @Test
  void shouldHearOverTheOldConnectionWhatWasUndoneAndNeverConfirmOverIt() {
    node.ways = List.of();
    node.warm = true;
    node.staysShut = true;
    node.closed.addAll(List.of("lan", "tailscale"));
    node.firesAt = Instant.EPOCH.plus(TIME);

    Result.RolledBack result = assertInstanceOf(Result.RolledBack.class, settle());

    assertTrue(result.reason().contains("lan is closed"), result.reason());
    assertEquals(List.of("old"), node.asked, "only when its time was over");
  }

  private Result settle() {
    return confirmation().settle(TARGET, TARGET.access(), RUN, TIME);
  }

  private Confirmation confirmation() {
    return new Confirmation(
        new NodeGuard(node),
        new MovingClock(() -> now),
        time -> {
          now = now.plus(time);
          return true;
        },
        Duration.ofSeconds(30));
  }

  /** A node with a guard that fires at a time. */
  private final class Node implements Transport {
    private final List<String> asked = new ArrayList<>();
    private final Set<String> closed = new HashSet<>();
    private List<String> ways = List.of("lan", "tailscale");
    private Instant firesAt = Instant.MAX;
    private Instant opensAt = Instant.MAX;
    private boolean confirmed;
    private boolean none;
    private boolean warm;
    private boolean staysShut;

    @Override
    public Reply run(Target target, Request request) {
      if (warm && request.script().text().contains("mesh_guard ")) {
        assertFalse(request.script().text().contains("mesh_guard disarm"));
        asked.add("old");
        answer(!now.isBefore(firesAt)).forEach(request.onLine());
      }
      return warm
          ? new Reply.Ended(0, "", VPN)
          : new Reply.Unreachable(NoWayIn.of(NoWayIn.Obstacle.NO_ANSWER, "no way is open"));
    }

    @Override
    public synchronized Reply runAnew(Target target, Request request) {
      String way = target.access().getFirst().name();
      if (!now.isBefore(opensAt)) {
        closed.clear();
      }
      boolean fired = !now.isBefore(firesAt);
      if (closed.contains(way) && (staysShut || !fired)) {
        return new Reply.Unreachable(NoWayIn.of(NoWayIn.Obstacle.NO_ANSWER, way + " is closed"));
      }
      String script = request.script().text();
      boolean disarms = script.contains("mesh_guard disarm");
      if (disarms || script.contains("mesh_guard state")) {
        asked.add(way + (disarms ? " disarm" : " state"));
        confirmed |= disarms && !fired;
        answer(fired).forEach(request.onLine());
      }
      return new Reply.Ended(0, "", target.access().getFirst());
    }

    private List<String> answer(boolean fired) {
      if (none) {
        return List.of("guard none");
      }
      List<String> lines = new ArrayList<>();
      String report =
          Base64.getEncoder()
              .encodeToString("/etc/ssh/sshd_config\n".getBytes(StandardCharsets.UTF_8));
      lines.add(
          confirmed ? "guard confirmed" : fired ? "guard rolled-back " + report : "guard armed");
      ways.forEach(way -> lines.add("way " + way));
      lines.add("step 2");
      lines.add("step 3");
      return lines;
    }

    @Override
    public void forget(NodeName name) {}

    @Override
    public void close() {}
  }
}
