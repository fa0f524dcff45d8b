package io.meshinfra.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NoWayIn;
import io.meshinfra.model.NoWayIn.Obstacle;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.ShellScript;
import io.meshinfra.model.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoutingTransportTest {
  private static final AccessPath TAILSCALE = AccessPath.ssh("tailscale", "a", 22);
  private static final AccessPath LAN = AccessPath.ssh("lan", "b", 22);
  private static final AccessPath LOCAL = AccessPath.local();
  private static final Reply ENDED = new Reply.Ended(0, "", LOCAL);
  private static final NoWayIn GONE = NoWayIn.of(Obstacle.NO_ANSWER, "away");
  private static final Reply AWAY = new Reply.Unreachable(GONE);
  private static final Reply REFUSED = new Reply.Refused("refused");

  private final List<String> calls = new ArrayList<>();

  /** A way that always answers the same. */
  private final class Way implements Transport {
    private final String name;
    private final Reply reply;

    Way(String name, Reply reply) {
      this.name = name;
      this.reply = reply;
    }

    @Override
    public Reply run(Target target, Request request) {
      calls.add(name + target.access().stream().map(AccessPath::name).toList());
      return reply;
    }

    @Override
    public void forget(NodeName node) {
      calls.add(name + " forgets " + node);
    }

    @Override
    public void close() {
      calls.add(name + " closes");
    }
  }

  private RoutingTransport routing(Reply ssh, Reply local) {
    return new RoutingTransport(
        Map.of(
            AccessPath.Kind.SSH,
            new Way("ssh", ssh),
            AccessPath.Kind.LOCAL,
            new Way("local", local)));
  }

  private static Reply run(Transport transport, AccessPath... access) {
    Target target =
        new Target(new NodeName("n"), List.of(access), List.of("key"), "ops", Target.Become.SUDO);
    return transport.run(
        target, new Request(ShellScript.EMPTY, Duration.ofSeconds(1), 1, line -> {}));
  }

  @Test
  void shouldKeepTheOrderOfTheTarget() {
    assertEquals(ENDED, run(routing(AWAY, ENDED), TAILSCALE, LAN, LOCAL, TAILSCALE));
    assertEquals(List.of("ssh[tailscale, lan]", "local[local]"), calls);
  }

  @Test
  void shouldNotTryAnotherWayAfterTheScriptHasBegun() {
    Reply broken = new Reply.Broken("cut");

    assertEquals(broken, run(routing(broken, ENDED), LAN, LOCAL));
    assertEquals(List.of("ssh[lan]"), calls);
  }

  @Test
  void shouldTellAllReasonsAndBeRefusedIfAnyWayRefused() {
    assertEquals(new Reply.Unreachable(GONE.and(GONE)), run(routing(AWAY, AWAY), LAN, LOCAL));
    assertEquals(new Reply.Refused("refused; away"), run(routing(AWAY, REFUSED), LAN, LOCAL));
  }

  @Test
  void shouldTellThatThereIsNoPathOrNoTransportForIt() {
    assertEquals(
        new Reply.Unreachable(
            NoWayIn.of(Obstacle.UNUSABLE, "n has no access path; give it one in spec.access")),
        run(routing(ENDED, ENDED)));
    assertEquals(
        new Reply.Unreachable(
            NoWayIn.of(Obstacle.UNUSABLE, "local: this hub does not use such paths")),
        run(new RoutingTransport(Map.of()), LOCAL));
  }

  @Test
  void shouldPassOnForgetAndClose() {
    RoutingTransport routing =
        new RoutingTransport(Map.of(AccessPath.Kind.SSH, new Way("ssh", AWAY)));
    routing.forget(new NodeName("n"));
    routing.close();

    assertEquals(List.of("ssh forgets n", "ssh closes"), calls);
  }
}
