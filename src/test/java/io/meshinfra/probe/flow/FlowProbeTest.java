package io.meshinfra.probe.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NoWayIn;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Target;
import io.meshinfra.probe.flow.FlowTry.Protocol;
import io.meshinfra.support.ScratchNode;
import io.meshinfra.transport.Reply;
import io.meshinfra.transport.Request;
import io.meshinfra.transport.Transport;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FlowProbeTest {
  private static final List<FlowTry> TWO =
      List.of(new FlowTry("10.0.0.2", Protocol.TCP, 22), new FlowTry("10.0.0.2", Protocol.TCP, 81));
  private static final Pattern MARKER = Pattern.compile("mesh_mark='([^']+)'");

  /** A node that answers as the test wants, whatever it is asked. */
  private record Answering(BiFunction<String, Request, Reply> node) implements Transport {
    @Override
    public Reply run(Target target, Request request) {
      Matcher marker = MARKER.matcher(request.script().text());
      return node.apply(marker.find() ? marker.group(1) : "", request);
    }

    @Override
    public void forget(NodeName node) {}

    @Override
    public void close() {}
  }

  private static FlowProbe.Result ask(BiFunction<String, Request, Reply> node) {
    return new FlowProbe(new Answering(node), new Random(1))
        .ask(ScratchNode.target(), List.of("10.0.0.1"), TWO);
  }

  private static FlowProbe.Result saying(String... lines) {
    return ask((marker, request) -> {
      for (String line : lines) {
        request.onLine().accept(line.replaceFirst("^@", marker));
      }
      return new Reply.Ended(0, "", AccessPath.local());
    });
  }

  @Test
  void shouldTellWhatWasMet() {
    FlowProbe.Result.Tried tried =
        assertInstanceOf(
            FlowProbe.Result.Tried.class,
            saying(
                "@\ttool\tbash",
                "@\tway\t10.0.0.2\t10.0.0.2 dev wg0 src 10.0.0.1 uid 0",
                "@\ttry\t1\t1\tConnection refused",
                "@\ttry\t0\t0\t",
                "@\tend"));

    assertEquals(
        List.of(Met.OPEN, Met.CLOSED),
        tried.answers().stream().map(FlowProbe.Answer::met).toList());
    assertEquals(new FlowProbe.Way(false, Optional.of("10.0.0.1")), tried.ways().get("10.0.0.2"));
  }

  @Test
  void shouldTakeTheFirstAnswerAndNoForeignOne() {
    FlowProbe.Result.Tried tried =
        assertInstanceOf(
            FlowProbe.Result.Tried.class,
            saying(
                "@\ttool\tbash",
                "other\ttry\t0\t0\t",
                "@\ttry\t0\t124\t",
                "@\ttry\t0\t0\t",
                "@\ttry\t99\t0\t",
                "@\ttry\t-1\t0\t",
                "@\ttry\t1\tx\t",
                "@\ttry",
                "rubbish \u001b[2J"));

    assertEquals(Met.SILENT, tried.answers().getFirst().met());
    assertEquals(
        new FlowProbe.Answer(Met.UNTRIED, "the node ended before it came to this"),
        tried.answers().get(1));
  }

  @Test
  void shouldSayThatANodeHasNoProgram() {
    FlowProbe.Result.NotTried not =
        assertInstanceOf(FlowProbe.Result.NotTried.class, saying("@\ttool\tnone"));

    assertEquals("the node has none of bash with timeout, python3, nc, curl and ssh", not.reason());
  }

  @Test
  void shouldSayWhyNobodyCouldBeAsked() {
    NoWayIn away = NoWayIn.of(NoWayIn.Obstacle.NO_ANSWER, "lan: timed out after 5 s");

    assertEquals(
        new FlowProbe.Result.NotTried("lan: timed out after 5 s"),
        ask((marker, request) -> new Reply.Unreachable(away)));
    assertEquals(
        new FlowProbe.Result.NotTried("the tries broke off: gone"),
        ask((marker, request) -> new Reply.Broken("gone")));
  }
}
