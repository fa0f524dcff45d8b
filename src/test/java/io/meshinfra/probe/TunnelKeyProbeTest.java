package io.meshinfra.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.AccessPath;
import io.meshinfra.model.KeyOnNode;
import io.meshinfra.model.NoWayIn;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Target;
import io.meshinfra.transport.Reply;
import io.meshinfra.transport.Request;
import io.meshinfra.transport.Transport;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TunnelKeyProbeTest {
  private static final String KEY = "xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=";
  private static final Target TARGET =
      new Target(
          new NodeName("n"), List.of(AccessPath.local()), List.of(), "u", Target.Become.SUDO);
  private static final Reply FINE = new Reply.Ended(0, "", AccessPath.local());

  /** A node that says these lines whatever it is asked. */
  private record Node(Reply reply, List<String> lines) implements Transport {
    @Override
    public Reply run(Target target, Request request) {
      assertTrue(request.outputLimit() <= 4096, "a node cannot fill the hub");
      lines.forEach(request.onLine());
      return reply;
    }

    @Override
    public void forget(NodeName node) {}

    @Override
    public void close() {}
  }

  private static KeyOnNode ask(Reply reply, String... lines) {
    return new TunnelKeyProbe(new Node(reply, List.of(lines))).ask(TARGET);
  }

  @Test
  void shouldReadAKey() {
    assertEquals(new KeyOnNode.Has(KEY), ask(FINE, "mesh-tunnel-key\tpublic\t" + KEY));
  }

  @Test
  void shouldTellThatThereIsNone() {
    assertEquals(new KeyOnNode.None(), ask(FINE, "mesh-tunnel-key\tnone"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "mesh-tunnel-key",
        "mesh-tunnel-key\tbroken",
        "mesh-tunnel-key\tpublic\t",
        "mesh-tunnel-key\tpublic\txTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg",
        "mesh-tunnel-key\tpublic\txTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=\tmore",
        "mesh-tunnel-key\tpublic\t\"}, hub: {public_key: evil}#AAAAAAAAAAAAAAAA=",
        " mesh-tunnel-key\tnone",
        "mesh-tunnel-key\tpublic\txTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=\nPostUp = reboot"
      })
  void shouldTakeNothingElse(String line) {
    assertInstanceOf(KeyOnNode.Untold.class, ask(FINE, line));
  }

  @Test
  void shouldNotChooseBetweenTwoAnswers() {
    String row = "mesh-tunnel-key\tpublic\t" + KEY;

    assertEquals(
        new KeyOnNode.Untold("the node answered 2 lines, and one is meant"), ask(FINE, row, row));
    assertEquals(new KeyOnNode.Untold("the node answered 0 lines, and one is meant"), ask(FINE));
  }

  @Test
  void shouldSayWhyNobodyAnswered() {
    assertEquals(
        new KeyOnNode.Untold("the question broke off: it did not end within 30 s"),
        ask(new Reply.Broken("it did not end within 30 s")));
    assertEquals(new KeyOnNode.Untold("no entry"), ask(new Reply.Refused("no entry")));
    assertEquals(
        new KeyOnNode.Untold("closed"),
        ask(new Reply.Unreachable(NoWayIn.of(NoWayIn.Obstacle.NO_ANSWER, "closed"))));
  }
}
