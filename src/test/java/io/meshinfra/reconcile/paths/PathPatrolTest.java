package io.meshinfra.reconcile.paths;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.model.AccessPath;
import io.meshinfra.model.LinkPeer;
import io.meshinfra.model.Links;
import io.meshinfra.model.NoWayIn.ClosedPath;
import io.meshinfra.model.NoWayIn.Obstacle;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Target;
import io.meshinfra.support.LabEngine;
import io.meshinfra.support.MemoryJournal;
import io.meshinfra.support.MemoryTree;
import io.meshinfra.support.MovingClock;
import io.meshinfra.transport.PathTrial;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PathPatrolTest {
  private static final NodeName HUB = new NodeName("hub");
  private static final NodeName LAPTOP = new NodeName("laptop");
  private static final Fleet FLEET =
      LabEngine.fleet(
          MemoryTree.of(
              "fleet.yaml",
              """
              apiVersion: mesh-infra/v1
              kind: Node
              metadata: {name: hub}
              spec: {access: [{local: true}]}
              ---
              apiVersion: mesh-infra/v1
              kind: Node
              metadata: {name: laptop}
              spec:
                access: [{wireguard: 10.0.0.2}, {lan: 192.0.2.7}]
                hostKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFgR0GNHsdjAu5hAXNgf9BxEQ7bT7kcU/1FXb24Y7djA"]
              """));

  private final MovingClock clock = new MovingClock(() -> Instant.parse("2026-03-01T10:00:00Z"));
  private final MemoryJournal journal = new MemoryJournal(clock);
  private final AtomicReference<Optional<Fleet>> fleet = new AtomicReference<>(Optional.of(FLEET));
  private final Set<NodeName> there = ConcurrentHashMap.newKeySet();
  private final List<String> tried = new CopyOnWriteArrayList<>();
  private final Set<String> dead = ConcurrentHashMap.newKeySet();
  private volatile boolean inCharge = true;
  private volatile boolean hungUp;
  private volatile Duration now = Duration.ZERO;
  private volatile CountDownLatch gate = new CountDownLatch(0);

  private final PathTrial trial =
      new PathTrial() {
        @Override
        public Result attempt(Target target, AccessPath path) {
          tried.add(path.name());
          try {
            gate.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return dead.contains(path.name())
              ? new Result.Shut(new ClosedPath(Obstacle.NO_ANSWER, path + ": timed out"))
              : new Result.Led(Duration.ofMillis(1));
        }

        @Override
        public Optional<AccessPath> inUse(NodeName node) {
          return hungUp
              ? Optional.empty()
              : FLEET.node(node).map(known -> known.target().access().getLast());
        }
      };

  private final PathPatrol.Surroundings surroundings =
      new PathPatrol.Surroundings(fleet::get, there::contains, () -> inCharge);
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final PathBook book =
      new PathBook(
          journal.journal().paths(),
          (type, node, words) -> told.add(type + " " + node + " " + words.split(";")[0]),
          new Rot(3, Duration.ofHours(1)),
          clock);
  private final PathPatrol patrol =
      new PathPatrol(surroundings, book, trial, target -> {}, timing(), 2);

  private PathPatrol.Timing timing() {
    return new PathPatrol.Timing(() -> now, Duration.ofMinutes(15), new Random(1));
  }

  @AfterEach
  void end() {
    patrol.close();
    journal.close();
  }

  /** After the first round at the latest. */
  private void later(Duration time) {
    now = now.plus(time);
    patrol.startDue();
  }

  private void awaitTries(int count) {
    await().untilAsserted(() -> assertEquals(count, tried.size(), tried.toString()));
  }

  @Test
  void shouldTryEveryPathOfANodeThatIsThereOnItsInterval() {
    there.add(LAPTOP);
    patrol.startDue();
    later(Duration.ofMinutes(4));
    awaitTries(2);
    assertEquals(List.of("wireguard", "lan"), tried);
    await()
        .until(() ->
            book.of(FLEET.node(LAPTOP).orElseThrow().target()).values().stream()
                .allMatch(Optional::isPresent));

    later(Duration.ofMinutes(10));
    assertEquals(2, tried.size(), "not before its interval");
    later(Duration.ofMinutes(9));
    awaitTries(4);
  }

  /** Somebody shut every way by hand; the connection from before lives on. */
  @Test
  void shouldTellOnceThatOneConnectionIsAllThatIsLeft() {
    dead.addAll(List.of("wireguard", "lan"));
    FleetNode laptop = FLEET.node(LAPTOP).orElseThrow();
    patrol.round(laptop);
    patrol.round(laptop);
    dead.clear();
    patrol.round(laptop);
    patrol.round(laptop);

    assertEquals(
        List.of(
            "last-connection laptop no access path can be entered anew",
            "ways-in-again laptop the node can be entered anew"),
        told);
  }

  @Test
  void shouldTellNothingOfAConnectionToANodeThatIsDown() {
    dead.addAll(List.of("wireguard", "lan"));
    hungUp = true;
    patrol.round(FLEET.node(LAPTOP).orElseThrow());

    assertEquals(List.of(), told);
  }

  @Test
  void shouldTryAPathInDoubtSooner() {
    there.add(LAPTOP);
    dead.add("wireguard");
    patrol.startDue();
    later(Duration.ofMinutes(4));
    awaitTries(2);
    await().until(() -> book.isInDoubt(LAPTOP));
    await()
        .untilAsserted(() -> {
          later(Duration.ofMinutes(5));
          assertTrue(tried.size() >= 4);
        });
  }

  @Test
  void shouldTryNothingOfNodesThatAreAwayNorWhenAnotherHubIsInCharge() {
    patrol.startDue();
    later(Duration.ofHours(1));
    there.add(LAPTOP);
    inCharge = false;
    later(Duration.ofHours(1));
    fleet.set(Optional.empty());
    inCharge = true;
    later(Duration.ofHours(1));

    assertEquals(List.of(), tried);
  }

  @Test
  void shouldNeverHaveTwoRoundsOverOneNode() {
    gate = new CountDownLatch(1);
    there.add(LAPTOP);
    patrol.startDue();
    later(Duration.ofHours(1));
    awaitTries(1);
    later(Duration.ofHours(1));
    later(Duration.ofHours(1));
    assertEquals(1, tried.size());
    gate.countDown();
    awaitTries(2);
  }

  @Test
  void shouldNoteNothingOfARoundInWhichTheHubStops() {
    gate = new CountDownLatch(1);
    there.add(LAPTOP);
    patrol.startDue();
    later(Duration.ofHours(1));
    awaitTries(1);
    patrol.close();
    gate.countDown();

    assertEquals(List.of(), journal.journal().paths().all());
  }

  @Test
  void shouldTellTheDoorsWhichPathIsInUseAndWhatCarriesIt() {
    LinkPeer wire =
        new LinkPeer(
            LinkPeer.Net.WIREGUARD,
            "wg0",
            List.of("10.0.0.2/32"),
            LinkPeer.Carriage.DIRECT,
            "203.0.113.7:51820",
            Optional.of(Duration.ofSeconds(9)));
    there.addAll(Set.of(HUB, LAPTOP));
    try (WaysIn ways =
        new WaysIn(
            surroundings,
            book,
            trial,
            (target, others) ->
                new Links(
                    List.of(wire),
                    List.of(),
                    others.stream()
                        .collect(Collectors.toMap(one -> one, one -> Duration.ofMillis(3)))),
            fleet -> Map.of(LAPTOP, "10.0.0.2"),
            new PathPatrol.Timing(
                () -> Duration.ofNanos(System.nanoTime()).multipliedBy(100),
                Duration.ofSeconds(10),
                new Random(1)),
            2)) {
      ways.start();
      await().until(() -> ways.of(HUB).orElseThrow().links().isPresent());
      await().until(() -> ways.of(LAPTOP).orElseThrow().up() == 2);

      NodeWays laptop = ways.all().get(1);
      assertEquals(1, ways.all().getFirst().up(), "the machine of the hub itself");
      assertEquals(Optional.of(wire), laptop.ways().getFirst().carrier());
      assertEquals(Optional.empty(), laptop.ways().get(1).carrier());
      assertEquals(List.of(false, true), laptop.ways().stream().map(NodeWays.Way::inUse).toList());
      assertEquals(Optional.empty(), ways.of(new NodeName("nobody")));
      assertEquals(
          new LinkPair(LAPTOP, "10.0.0.2", Optional.of(wire), Optional.of(Duration.ofMillis(3))),
          ways.of(HUB).orElseThrow().pairs().getFirst());
    }
  }
}
