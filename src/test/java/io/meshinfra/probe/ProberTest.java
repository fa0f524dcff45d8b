package io.meshinfra.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NoWayIn;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Observation;
import io.meshinfra.model.Snapshot;
import io.meshinfra.model.State;
import io.meshinfra.model.Target;
import io.meshinfra.probe.PlaybookChecks.Freshness;
import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.Resource;
import io.meshinfra.support.Catalogs;
import io.meshinfra.support.MovingClock;
import io.meshinfra.support.ScratchNode;
import io.meshinfra.support.ThingType;
import io.meshinfra.transport.OutputBudget;
import io.meshinfra.transport.Reply;
import io.meshinfra.transport.Request;
import io.meshinfra.transport.Transport;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProberTest {
  private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
  private final Resource<?> thing = ThingType.thing("a", "it's $(so)");
  private final Catalog catalog = Catalogs.of(thing);
  @TempDir Path home;

  @Test
  void shouldLearnFactsAndObservationsInOneRoundTrip() {
    Snapshot snapshot = probed(new ScratchNode(home));

    assertEquals("Linux", snapshot.facts().os());
    assertTrue(snapshot.facts().memoryBytes() > 1_000_000);
    assertEquals(
        Observation.present(State.EMPTY.with("value", "it's $(so)")), snapshot.of(thing.id()));
  }

  @Test
  void shouldCallEverythingUnknownWhenASectionIsMissing() {
    Snapshot snapshot = probed(answering(marker -> List.of(marker + " done")));

    assertInstanceOf(Observation.Unknown.class, snapshot.of(thing.id()));
  }

  @Test
  void shouldCallEverythingUnknownWhenTheTypeCannotReadTheOutput() {
    Snapshot snapshot =
        probed(
            answering(
                m -> List.of(m + " begin thing", "\u0000garbage", m + " end thing", m + " done")));

    assertInstanceOf(Observation.Unknown.class, snapshot.of(thing.id()));
  }

  @Test
  void shouldIgnoreSectionsThatWereNotAskedFor() {
    Snapshot snapshot =
        probed(
            answering(m -> List.of(m + " begin x", "y", m + " end x", m + " end x", m + " done")));

    assertEquals(1, snapshot.observations().size());
  }

  @Test
  void shouldFailWhenTheScriptDidNotComeToItsEnd() {
    ProbeResult result =
        prober(answering(m -> List.of(m + " begin thing")))
            .probe(ScratchNode.target(), catalog, Freshness.KEPT_IS_FINE);

    assertInstanceOf(ProbeResult.Failed.class, result);
  }

  @Test
  void shouldKeepWhatWasToldBeforeOneKindHung() {
    Snapshot snapshot =
        probed(
            breaking(
                new Reply.Broken("it did not end within 30 s", Reply.Broken.Cause.LIMIT),
                m ->
                    List.of(
                        m + " begin facts",
                        "fact\tos\tLinux",
                        m + " end facts",
                        m + " begin thing",
                        "thing\tx")));

    assertEquals("Linux", snapshot.facts().os());
    Observation.Unknown unknown =
        assertInstanceOf(Observation.Unknown.class, snapshot.of(thing.id()));
    assertTrue(unknown.reason().contains("it did not end within 30 s"), unknown.reason());
  }

  @Test
  void shouldFailWhenItBrokeOffBeforeAnythingWasTold() {
    Transport silent =
        breaking(new Reply.Broken("too slow", Reply.Broken.Cause.LIMIT), m -> List.of());

    assertEquals(
        new ProbeResult.Failed("the probe broke off: too slow"),
        prober(silent).probe(ScratchNode.target(), catalog, Freshness.NEW));
  }

  @Test
  void shouldCallANodeAwayWhoseLinkWasLost() {
    Transport lost =
        breaking(
            new Reply.Broken("the link was lost"),
            m -> List.of(m + " begin facts", "fact\tos\tLinux", m + " end facts"));

    assertEquals(
        new ProbeResult.Away(
            NoWayIn.of(NoWayIn.Obstacle.LINK_LOST, "the probe broke off: the link was lost")),
        prober(lost).probe(ScratchNode.target(), catalog, Freshness.NEW));
  }

  @Test
  void shouldBeAsOldAsItsBeginning() {
    Instant[] now = {Instant.EPOCH};
    Transport slow =
        new Answers(request -> {
          now[0] = Instant.EPOCH.plusSeconds(90);
          return new ScratchNode(home).run(ScratchNode.target(), request);
        });
    Prober prober =
        new Prober(
            slow,
            PlaybookChecks.none("test"),
            new MovingClock(() -> now[0]),
            new Random(7),
            new Prober.Limits(Duration.ofSeconds(30), new OutputBudget()));

    ProbeResult result = prober.probe(ScratchNode.target(), catalog, Freshness.NEW);

    assertEquals(
        Instant.EPOCH, assertInstanceOf(ProbeResult.Probed.class, result).snapshot().takenAt());
  }

  private static Transport breaking(Reply reply, Function<String, List<String>> lines) {
    return new Answers(request -> {
      answering(lines).run(ScratchNode.target(), request);
      return reply;
    });
  }

  @Test
  void shouldKeepNoMoreLinesThanASectionMayHave() {
    int allowed = ProbeReader.MORE_LINES + ProbeReader.LINES_PER_RESOURCE;
    assertInstanceOf(Observation.Present.class, probed(printing(allowed - 1)).of(thing.id()));

    Snapshot flooded = probed(printing(allowed));
    assertEquals(Observation.unknown("the node printed too much"), flooded.of(thing.id()));
  }

  @Test
  void shouldTellThatOtherNodesTookAllTheRoom() {
    OutputBudget budget = new OutputBudget();
    try (OutputBudget.Share others = budget.share(0)) {
      others.hold(48L * 1024 * 1024);

      assertEquals(Observation.unknown(budget.exhausted()), large(budget).of(thing.id()));
    }
    assertInstanceOf(Observation.Present.class, large(budget).of(thing.id()));
    try (OutputBudget.Share all = budget.share(0)) {
      assertTrue(all.hold(48L * 1024 * 1024), "the probes gave all of it back");
    }
  }

  /** What is seen of the thing when its section has some 70 KiB. */
  private Snapshot large(OutputBudget budget) {
    Prober prober =
        new Prober(
            printing(1_040),
            PlaybookChecks.none("test"),
            CLOCK,
            new Random(7),
            new Prober.Limits(Duration.ofSeconds(30), budget));
    return assertInstanceOf(
            ProbeResult.Probed.class, prober.probe(ScratchNode.target(), catalog, Freshness.NEW))
        .snapshot();
  }

  @Test
  void shouldSurviveMillionsOfLinesWithAndWithoutSections() {
    Snapshot flooded =
        probed(
            flooding((marker, line) -> {
              for (int i = 0; i < 3_000_000; i++) {
                line.accept(i % 3 == 0 ? marker + " begin section" + i : "a");
              }
              line.accept(marker + " done");
            }));
    assertInstanceOf(Observation.Unknown.class, flooded.of(thing.id()));
  }

  /** The section of the thing, with that many lines beside the right one. */
  private static Transport printing(int noise) {
    return flooding((marker, line) -> {
      line.accept(marker + " begin thing");
      line.accept("thing\tx");
      IntStream.range(0, noise).forEach(i -> line.accept("a"));
      line.accept(marker + " end thing");
      line.accept(marker + " done");
    });
  }

  private static Transport flooding(BiConsumer<String, Consumer<String>> lines) {
    return new Answers(request -> {
      String script = request.script().text();
      int at = script.indexOf("@mesh-");
      lines.accept(script.substring(at, at + 22), request.onLine());
      return new Reply.Ended(0, "", AccessPath.local());
    });
  }

  @Test
  void shouldTellANodeThatIsAwayFromOneThatRefuses() {
    NoWayIn asleep = NoWayIn.of(NoWayIn.Obstacle.NO_ANSWER, "asleep");
    assertEquals(new ProbeResult.Away(asleep), result(new Reply.Unreachable(asleep)));
    NoWayIn other = NoWayIn.of(NoWayIn.Obstacle.OTHER_HOST_KEY, "another key");
    assertEquals(new ProbeResult.Barred(other), result(new Reply.Refused(other)));
    assertEquals(new ProbeResult.Failed("no key fits"), result(new Reply.Refused("no key fits")));
  }

  private ProbeResult result(Reply reply) {
    return prober(new Answers(request -> reply))
        .probe(ScratchNode.target(), catalog, Freshness.KEPT_IS_FINE);
  }

  private Snapshot probed(Transport transport) {
    ProbeResult result =
        prober(transport).probe(ScratchNode.target(), catalog, Freshness.KEPT_IS_FINE);
    return assertInstanceOf(ProbeResult.Probed.class, result).snapshot();
  }

  private static Prober prober(Transport transport) {
    return new Prober(
        transport,
        PlaybookChecks.none("test"),
        CLOCK,
        new Random(7),
        new Prober.Limits(Duration.ofSeconds(30), new OutputBudget()));
  }

  /** A node that answers with lines of its own making, whatever it is asked. */
  private static Transport answering(Function<String, List<String>> lines) {
    return new Answers(request -> {
      String script = request.script().text();
      int at = script.indexOf("@mesh-");
      lines.apply(script.substring(at, at + 22)).forEach(request.onLine());
      return new Reply.Ended(0, "", AccessPath.local());
    });
  }

  private record Answers(Function<Request, Reply> answer) implements Transport {
    @Override
    public Reply run(Target target, Request request) {
      return answer.apply(request);
    }

    @Override
    public void forget(NodeName node) {}

    @Override
    public void close() {}
  }
}
