package io.meshinfra.network.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.Intents;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.IntentReader;
import io.meshinfra.network.intent.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MatrixMakerTest {
  private static final List<Integer> PORTS = List.of(0, 1, 22, 25, 31, 53, 80, 443, 2222, 65_535);

  private static MatrixMaker.Made.Done made(Intent intent, List<Grant> grants) {
    return assertInstanceOf(
        MatrixMaker.Made.Done.class,
        new MatrixMaker(MatrixMaker.MOST_WORK).make(intent.nodes().keySet(), grants));
  }

  /** Every cell and rule by itself, as one would do it by hand. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void shouldAgreeWithTheRulesOneByOne(long seed) {
    Intent intent = Intents.sound(Intents.random(seed, 7, 12));
    List<Grant> grants = Grants.of(intent, new TreeMap<>());

    Matrix matrix = made(intent, grants).matrix();

    List<Peer> peers = new ArrayList<>(List.of(Peer.OUTSIDE));
    intent.nodes().keySet().forEach(node -> peers.add(new Peer.Node(node)));
    for (NodeName to : intent.nodes().keySet()) {
      for (Peer from : peers) {
        for (Protocol protocol : Protocol.values()) {
          for (int port : PORTS) {
            Optional<Permit> expected =
                from.equals(new Peer.Node(to))
                    ? Optional.of(Permit.FREE)
                    : grants.stream()
                        .filter(grant -> grant.allows(from, to, protocol, port))
                        .map(Grant::permit)
                        .reduce(Permit::or);
            assertEquals(
                expected,
                matrix.access(from, to).at(protocol, port),
                from + " -> " + to + ":" + port);
            assertEquals(
                from.equals(new Peer.Node(to)) ? Optional.empty() : expected,
                Decision.of(grants, from, to, protocol, port)
                    .permit()
                    .filter(permit -> !from.equals(new Peer.Node(to))));
          }
        }
      }
    }
  }

  @Test
  void shouldDoTenThousandRulesInBoundedWork() {
    String rules =
        IntStream.range(0, IntentReader.MOST_RULES)
            .mapToObj(i ->
                "  - {name: r%d, from: n%d, to: %s, ports: [%d, %d]}%n"
                    .formatted(
                        i,
                        i % 200,
                        i % 5 == 0 ? "\"*\"" : "n" + (i / 7 % 200),
                        i % 1000 + 1,
                        i % 3000 + 2000))
            .collect(Collectors.joining());
    Intent intent = Intents.sound(Intents.nodes(200) + "access_policy:\n" + rules);

    MatrixMaker.Made.Done made = made(intent, Grants.of(intent, new TreeMap<>()));

    assertTrue(made.work() < 200_000, "work " + made.work());
    assertEquals(200, made.matrix().rows().size());
  }

  @Test
  void shouldWorkOnceForNodesThatAreReachedAlike() {
    Intent intent =
        Intents.sound(
            Intents.nodes(5_000)
                + "access_policy:\n  - {name: all, from: \"*\", to: \"*\", ports: \"*\"}\n");

    MatrixMaker.Made.Done made = made(intent, Grants.of(intent, new TreeMap<>()));

    assertTrue(made.work() < 30_000, "work " + made.work());
  }

  @Test
  void shouldRefuseWhatCannotBeDoneInTime() {
    Intent intent = Intents.sound(Intents.random(1, 50, 50));

    assertEquals(
        new MatrixMaker.Made.TooMuch(100),
        new MatrixMaker(100).make(intent.nodes().keySet(), Grants.of(intent, new TreeMap<>())));
  }
}
