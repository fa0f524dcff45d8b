package io.meshinfra.reconcile.loop;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.converge.Outcome;
import io.meshinfra.journal.Suspension;
import io.meshinfra.model.NodeName;
import io.meshinfra.reconcile.FleetOf;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.pass.PassListener;
import io.meshinfra.reconcile.status.Health;
import io.meshinfra.reconcile.status.StatusBoard;
import io.meshinfra.support.MemoryJournal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopTest {
  private static final NodeName A = new NodeName("a");
  private static final NodeName B = new NodeName("b");
  private static final Outcome AWAY = new Outcome.Deferred("the node is away");

  private final AtomicReference<Instant> today = new AtomicReference<>(Instant.EPOCH);
  private final AtomicLong nanos = new AtomicLong();
  private final NodesAtAGate nodes = new NodesAtAGate();
  private final StatusBoard board = new StatusBoard();
  private final Map<NodeName, Suspension> suspensions = new ConcurrentHashMap<>();
  private final List<NodeName> forgotten = new CopyOnWriteArrayList<>();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final MemoryJournal journal = new MemoryJournal(Clock.systemUTC());
  private Loop loop = loop(10);

  @AfterEach
  void end() {
    nodes.gate.release(1_000);
    loop.awaitEnd(Duration.ofSeconds(10));
    journal.close();
  }

  @Test
  void shouldNotDelayOthersByNodesThatAreAway() {
    loop = loop(1);
    nodes.outcomes.put(A, AWAY);
    loop.follow(FleetOf.at(FleetOf.OLD, "a"), "start");
    awaitDone(1);
    nodes.held.add(A);
    loop.follow(FleetOf.at(FleetOf.NEW, "a", "b"), "push");

    await().until(() -> nodes.begun.contains("b " + FleetOf.NEW.id()));
    assertFalse(nodes.done.contains("a " + FleetOf.NEW.id()));
  }

  @Test
  void shouldTakeInAFewAtATimeOf500ThatComeBackAndDelayNobodyElse() {
    loop = loop(10);
    String[] names = IntStream.range(0, 500).mapToObj(i -> "n" + i).toArray(String[]::new);
    List<NodeName> away = Arrays.stream(names).map(NodeName::new).toList();
    away.forEach(node -> nodes.outcomes.put(node, AWAY));
    String[] all = Stream.concat(Stream.of("there"), Stream.of(names)).toArray(String[]::new);
    loop.follow(FleetOf.at(FleetOf.OLD, all), "start");
    awaitDone(501);
    nodes.outcomes.clear();
    nodes.heldInPass.addAll(away);
    away.forEach(node -> assertTrue(loop.hear(node, "hello")));
    nanos.addAndGet(Duration.ofSeconds(11).toNanos());
    loop.startDue();
    await().until(() -> nodes.begun.size() == 501 + 5);

    NodeName there = new NodeName("there");
    for (int i = 0; i < 10; i++) {
      loop.ask(List.of(there), "request", false).get(there).join();
    }
    assertEquals(501 + 5 + 10, nodes.begun.size(), "5 of them at a time, and the one that stayed");
    nodes.heldInPass.clear();
    nodes.gate.release(10_000);
    await().until(() -> nodes.done.size() == 501 + 10 + 500);
    assertEquals(1, nodes.mostAtOnce(away.getFirst()));
    assertEquals(500, told.stream().filter(event -> event.startsWith("node-late ")).count());
    await()
        .until(() -> told.stream().filter(event -> event.startsWith("node-back ")).count() == 500);
  }

  @Test
  void shouldSpreadThoseWhoSayAtOnceThatTheyAreBack() {
    String[] names = IntStream.range(0, 50).mapToObj(i -> "n" + i).toArray(String[]::new);
    List<NodeName> away = Arrays.stream(names).map(NodeName::new).toList();
    away.forEach(node -> nodes.outcomes.put(node, AWAY));
    loop.follow(FleetOf.at(FleetOf.OLD, names), "start");
    awaitDone(50);
    nodes.outcomes.clear();

    away.forEach(node -> loop.hear(node, "hello"));

    await().until(() -> nodes.done.contains("n0 " + FleetOf.OLD.id()) && nodes.done.size() == 51);
    nanos.addAndGet(Duration.ofMillis(200).toNanos());
    loop.startDue();
    await().until(() -> nodes.done.size() == 50 + 11);
  }

  @Test
  void shouldKnockInsteadOfMakingPassesWhileANodeIsAway() {
    nodes.outcomes.put(A, AWAY);
    loop.follow(FleetOf.at(FleetOf.OLD, "a"), "start");
    awaitDone(1);
    for (int i = 0; i < 20; i++) {
      nanos.addAndGet(FleetOf.INTERVAL.multipliedBy(2).toNanos());
      loop.startDue();
      await().until(() -> loop.active() == 0);
    }
    assertEquals(1, nodes.done.size());
    assertFalse(loop.hear(B, "hello"), "no such node");

    nodes.outcomes.clear();
    loop.follow(FleetOf.at(FleetOf.NEW, "a"), "push");
    await().until(() -> nodes.done.contains("a " + FleetOf.NEW.id()));
    assertEquals(List.of("node-late a", "node-back a"), told);
  }

  @Test
  void shouldLeaveASuspendedNodeAloneThoughItsGraceIsOver() {
    nodes.outcomes.put(A, AWAY);
    loop.follow(FleetOf.at(FleetOf.OLD, "a"), "start");
    awaitDone(1);
    suspensions.put(A, new Suspension(A, "repair", "ada", Instant.EPOCH, Optional.empty()));
    today.set(Instant.EPOCH.plus(Duration.ofHours(1)));
    loop.follow(FleetOf.at(FleetOf.NEW, "a"), "push");
    await().until(() -> board.of(A).orElseThrow().health() == Health.SUSPENDED);
    await().until(() -> loop.active() == 0);
    suspensions.clear();
    nanos.addAndGet(Duration.ofSeconds(5).toNanos());
    loop.startDue();

    assertEquals(0, loop.active(), "it is not looked at again before its interval");
    assertEquals(Health.SUSPENDED, board.of(A).orElseThrow().health());
  }

  @Test
  void shouldMakeAWholePassOverAnAwayNodeForWhoeverWaitsForIt() {
    nodes.outcomes.put(A, AWAY);
    loop.follow(FleetOf.at(FleetOf.OLD, "a"), "start");
    awaitDone(1);

    assertEquals(Pass.Ending.AWAY, loop.ask(List.of(A), "request", false).get(A).join().ending());
  }

  @Test
  void shouldRollOutToAllOthersWhileATenthIsWaitedFor() {
    loop = loop(2);
    String[] names = IntStream.range(0, 50).mapToObj(i -> "n" + i).toArray(String[]::new);
    List<NodeName> away = Arrays.stream(names).limit(5).map(NodeName::new).toList();
    away.forEach(node -> nodes.outcomes.put(node, AWAY));
    loop.follow(FleetOf.at(FleetOf.OLD, names), "start");
    awaitDone(50);
    nodes.held.addAll(away);
    loop.follow(FleetOf.at(FleetOf.NEW, names), "push");

    await().until(() -> nodes.done.size() == 50 + 45);
    away.forEach(node -> assertFalse(nodes.done.contains(node + " " + FleetOf.NEW.id())));
  }

  @Test
  void shouldRollOutWhatIsInForceWhenThePlaceIsFree() {
    loop = loop(1);
    nodes.held.add(A);
    loop.follow(FleetOf.at(FleetOf.OLD, "a"), "start");
    await().until(() -> nodes.begun.size() == 1);
    loop.follow(FleetOf.at(FleetOf.OLD, "a", "b"), "push");
    await().until(() -> loop.active() == 2);
    loop.follow(FleetOf.at(FleetOf.NEW, "a", "b"), "push");
    nodes.open(A);

    await().until(() -> nodes.begun.contains("b " + FleetOf.NEW.id()));
    assertFalse(nodes.begun.contains("b " + FleetOf.OLD.id()), nodes.begun.toString());
  }

  @Test
  void shouldMakeNoPassOverANodeThatLeftWhileItWaited() {
    loop = loop(1);
    nodes.held.add(A);
    loop.follow(FleetOf.at(FleetOf.OLD, "a"), "start");
    await().until(() -> nodes.begun.size() == 1);
    loop.follow(FleetOf.at(FleetOf.OLD, "a", "b"), "push");
    await().until(() -> loop.active() == 2);
    loop.follow(FleetOf.at(FleetOf.NEW, "a"), "push");
    nodes.open(A);

    await().until(() -> forgotten.equals(List.of(B)));
    assertTrue(nodes.begun.stream().noneMatch(pass -> pass.startsWith("b")));
  }

  @Test
  void shouldNotMakeTwoPassesAtOnceOverANodeThatComesBack() {
    nodes.held.add(A);
    loop.follow(FleetOf.at(FleetOf.OLD, "a", "b"), "start");
    await().until(() -> nodes.begun.contains("a " + FleetOf.OLD.id()));
    loop.follow(FleetOf.at(FleetOf.OLD, "b"), "push");
    loop.follow(FleetOf.at(FleetOf.NEW, "a", "b"), "push");
    await().until(() -> nodes.done.contains("b " + FleetOf.NEW.id()));
    assertFalse(nodes.begun.contains("a " + FleetOf.NEW.id()));
    nodes.open(A);

    await().until(() -> nodes.done.contains("a " + FleetOf.NEW.id()));
    assertEquals(1, nodes.mostAtOnce(A));
    assertEquals(List.of(), forgotten);
  }

  @Test
  void shouldForgetANodeThatLeftOnlyWhenItsPassHasEnded() {
    nodes.held.add(A);
    loop.follow(FleetOf.at(FleetOf.OLD, "a", "b"), "start");
    await().until(() -> nodes.begun.contains("a " + FleetOf.OLD.id()));
    loop.follow(FleetOf.at(FleetOf.NEW, "b"), "push");
    assertEquals(List.of(), forgotten);
    nodes.open(A);

    await().until(() -> forgotten.equals(List.of(A)));
  }

  @Test
  void shouldPollThoughTheWallClockIsSetBackByADay() {
    loop.follow(FleetOf.at(FleetOf.OLD, "a"), "start");
    awaitDone(1);
    today.set(Instant.EPOCH.minus(Duration.ofDays(1)));
    nanos.addAndGet(FleetOf.INTERVAL.multipliedBy(2).toNanos());
    loop.startDue();

    awaitDone(2);
  }

  @Test
  void shouldEndASuspendedPassWithoutCountingAFailure() {
    loop.follow(FleetOf.at(FleetOf.OLD, "a"), "start");
    awaitDone(1);
    suspensions.put(A, new Suspension(A, "repair", "ada", Instant.EPOCH, Optional.empty()));
    CompletableFuture<Pass> asked = loop.ask(List.of(A), "request", false).get(A);

    CompletionException none = assertThrows(CompletionException.class, asked::join);
    assertTrue(none.getMessage().contains("suspended by ada"), none.getMessage());
    assertEquals(Health.SUSPENDED, board.of(A).orElseThrow().health());
    assertEquals(Optional.empty(), board.of(A).orElseThrow().nextPass());
    assertEquals(1, nodes.done.size());
  }

  @Test
  void shouldSeeTheEndOfASuspensionWithoutBeingAsked() {
    Optional<Instant> until = Optional.of(Instant.EPOCH.plusSeconds(60));
    suspensions.put(A, new Suspension(A, "repair", "ada", Instant.EPOCH, until));
    loop.follow(FleetOf.at(FleetOf.OLD, "a"), "start");
    await().until(() -> board.of(A).orElseThrow().health() == Health.SUSPENDED);
    await().until(() -> loop.active() == 0);
    suspensions.clear();
    await()
        .until(() -> {
          nanos.addAndGet(Duration.ofSeconds(62).toNanos() / 10);
          loop.startDue();
          return nodes.done.size() == 1;
        });
    assertTrue(nanos.get() < FleetOf.INTERVAL.toNanos());
  }

  @Test
  void shouldMakeAnotherPassWhenAskedDuringOne() {
    nodes.held.add(A);
    loop.follow(FleetOf.at(FleetOf.OLD, "a"), "start");
    await().until(() -> nodes.begun.size() == 1);
    CompletableFuture<Pass> asked = loop.ask(List.of(A), "request", true).get(A);
    assertFalse(asked.isDone());
    nodes.open(A);

    assertEquals("request", asked.join().trigger());
  }

  @Test
  void shouldEndWaitingAndInterruptNothingThatEndsByItselfWhenClosed() {
    nodes.held.add(A);
    loop.follow(FleetOf.at(FleetOf.OLD, "a"), "start");
    await().until(() -> nodes.begun.size() == 1);
    CompletableFuture<Pass> asked = loop.ask(List.of(A), "request", true).get(A);
    loop.stop();
    assertTrue(asked.isCancelled());
    nodes.open(A);
    loop.awaitEnd(Duration.ofSeconds(10));

    assertEquals(List.of("a " + FleetOf.OLD.id()), nodes.done);
    assertFalse(nodes.interrupted);
  }

  @Test
  void shouldKeepOnAfterAFaultOfTheHub() {
    nodes.broken = true;
    loop.follow(FleetOf.at(FleetOf.OLD, "a"), "start");
    await().until(() -> board.of(A).orElseThrow().reason().contains("the hub itself failed"));
    await().until(() -> loop.active() == 0);
    nodes.broken = false;
    loop.ask(List.of(A), "request", false).get(A).join();

    assertEquals(Health.HEALTHY, board.of(A).orElseThrow().health());
  }

  /** The loop is idle, too: the next pass is planned after the last one was made. */
  private void awaitDone(int passes) {
    await().until(() -> nodes.done.size() == passes && loop.active() == 0);
    await().until(() -> board.all().stream().allMatch(s -> s.nextPass().isPresent()));
  }

  private Loop loop(int places) {
    Clock clock = InstantSource.system().withZone(ZoneOffset.UTC);
    Clock steppable =
        new Clock() {
          @Override
          public java.time.ZoneId getZone() {
            return clock.getZone();
          }

          @Override
          public Clock withZone(java.time.ZoneId zone) {
            return this;
          }

          @Override
          public Instant instant() {
            return today.get();
          }
        };
    return new Loop(
        nodes,
        board,
        new PassListener.Silent(),
        new Pace(noSpread(), Duration.ofSeconds(15)),
        new Loop.Times(steppable, new Ticker(nanos::get)),
        new Places(places, 1_000),
        new Watch(
            new RollCall(
                journal.journal().attendance(),
                (type, node, said) -> told.add(type + " " + node),
                steppable),
            nodes::knock,
            new PathWatch(node -> List.of(), (type, node, said) -> told.add(type + " " + node))),
        node -> Optional.ofNullable(suspensions.get(node)),
        forgotten::add);
  }

  /** Dice that always show the same: no jitter and no spread at the start. */
  private static Random noSpread() {
    return new Random() {
      @Override
      public double nextDouble() {
        return 0;
      }
    };
  }
}
