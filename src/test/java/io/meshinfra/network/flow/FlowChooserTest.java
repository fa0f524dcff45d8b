package io.meshinfra.network.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.Intents;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.Protocol;
import io.meshinfra.network.matrix.Grants;
import io.meshinfra.network.matrix.Matrix;
import io.meshinfra.network.matrix.MatrixMaker;
import io.meshinfra.network.matrix.Peer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlowChooserTest {
  private static final String THREE =
      """
      version: 1
      mesh: {network: 10.0.0.0/24, listen: [51820]}
      nodes:
        hub: {internal_ip: 10.0.0.1, roles: [hub]}
        laptop: {internal_ip: 10.0.0.2, roles: [workstation]}
        wsl: {internal_ip: 10.0.0.3, roles: [workstation]}
      access_policy:
        - {name: web, from: laptop, to: hub, ports: [443, 8000-8100]}
        - {name: knock, from: "*", to: hub, ports: 2222, rate_limit: 1/minute}
        - {name: dns, from: laptop, to: hub, ports: 53, protocol: udp}
      """;

  private static Matrix matrix(Intent intent) {
    return assertInstanceOf(
            MatrixMaker.Made.Done.class,
            new MatrixMaker(MatrixMaker.MOST_WORK)
                .make(intent.nodes().keySet(), Grants.of(intent, new TreeMap<>())))
        .matrix();
  }

  private static FlowChooser.Chosen choose(Intent intent) {
    return new FlowChooser(intent, matrix(intent)).choose(intent.nodes().keySet());
  }

  private static List<String> ports(String from, String to, Flow.Meant meant) {
    return choose(Intents.sound(THREE)).from().get(new NodeName(from)).stream()
        .filter(flow -> flow.to().value().equals(to) && flow.meant() == meant)
        .map(flow -> flow.port() + "/" + flow.protocol().word())
        .toList();
  }

  @Test
  void shouldTryBothEndsOfWhatIsAllowed() {
    assertEquals(
        List.of("443/tcp", "8000/tcp", "8100/tcp", "53/udp"),
        ports("laptop", "hub", Flow.Meant.ALLOWED));
    assertEquals(List.of("2222/tcp"), ports("laptop", "hub", Flow.Meant.LIMITED));
  }

  /** Nobody's port, those of others, what is sought, neighbours; never the mesh's own UDP port. */
  @Test
  void shouldTryWhatOthersMayAndNeighboursOfWhatIsAllowed() {
    List<String> denied = ports("laptop", "hub", Flow.Meant.DENIED);

    assertTrue(
        denied.containsAll(List.of("47113/tcp", "22/tcp", "444/tcp", "442/tcp")), "" + denied);
    assertTrue(denied.containsAll(List.of("52/udp", "54/udp")), "" + denied);
    assertTrue(
        ports("wsl", "hub", Flow.Meant.DENIED).containsAll(List.of("443/tcp", "8000/tcp")),
        "what the laptop may");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void shouldSayOfEachFlowWhatTheMatrixSays(long seed) {
    Intent intent = Intents.sound(Intents.random(seed, 9, 15));
    Matrix matrix = matrix(intent);

    List<Flow> flows = choose(intent).from().values().stream().flatMap(List::stream).toList();

    assertFalse(flows.isEmpty());
    for (Flow flow : flows) {
      var permit = matrix.access(flow.from().peer(), flow.to()).at(flow.protocol(), flow.port());
      assertEquals(permit.isEmpty(), flow.meant() == Flow.Meant.DENIED, flow.toString());
      assertFalse(
          flow.from().peer().equals(new Peer.Node(flow.to())), "a node reaches itself anyway");
      assertTrue(flow.port() > 0 && flow.port() <= 65_535, flow.toString());
    }
    assertEquals(flows.size(), new HashSet<>(flows).size(), "none twice");
    assertEquals(choose(intent), choose(intent), "the same for the same intent");
  }

  @Test
  void shouldTryAtLeastOneAllowedPortOfEachPairThatHasOne() {
    Intent intent = Intents.sound(Intents.random(3, 9, 15));
    Matrix matrix = matrix(intent);
    List<Flow> flows = choose(intent).from().values().stream().flatMap(List::stream).toList();
    for (NodeName from : intent.nodes().keySet()) {
      for (NodeName to : intent.nodes().keySet()) {
        boolean allowed = !matrix.access(new Peer.Node(from), to).of(Protocol.TCP).isEmpty();
        boolean tried =
            flows.stream()
                .anyMatch(flow ->
                    flow.from().equals(new Vantage.Mesh(from))
                        && flow.to().equals(to)
                        && flow.protocol() == Protocol.TCP
                        && flow.meant() != Flow.Meant.DENIED);
        assertTrue(tried || !allowed || from.equals(to), from + " -> " + to);
      }
    }
  }

  @Test
  void shouldTryNothingForNodesThatItDoesNotKnow() {
    Intent intent = Intents.sound(THREE);
    FlowChooser.Chosen chosen =
        new FlowChooser(intent, matrix(intent))
            .choose(List.of(new NodeName("stranger"), new NodeName("wsl")));

    assertEquals(Set.of(new NodeName("wsl")), chosen.from().keySet());
  }

  /** A telephone denies what it likes; nothing of ours would keep it. */
  @Test
  void shouldNotTryWhatAMachineDeniesThatIsNotManaged() {
    Intent intent =
        Intents.sound(
            THREE.replace(
                "hub: {internal_ip: 10.0.0.1, roles: [hub]}",
                "hub: {internal_ip: 10.0.0.1, roles: [hub], managed: false}"));

    List<Flow> flows = choose(intent).from().get(new NodeName("laptop"));

    assertEquals(
        List.of(),
        flows.stream()
            .filter(flow -> flow.to().value().equals("hub"))
            .filter(flow -> flow.meant() == Flow.Meant.DENIED)
            .toList());
    assertTrue(flows.stream().anyMatch(flow -> flow.to().value().equals("hub")));
  }

  @Test
  void shouldBeBoundedInALargeFleetAndReachEveryNode() {
    Intent intent = Intents.sound(Intents.nodes(400) + "access_policy: []\n");

    FlowChooser.Chosen chosen =
        Assertions.assertTimeout(Duration.ofSeconds(20), () -> choose(intent));

    assertTrue(chosen.from().values().stream().allMatch(flows -> flows.size() <= 240));
    assertEquals(400 * (399 - 40), chosen.leftPairs());
    assertTrue(chosen.leftOut() > 0);
    assertEquals(
        400,
        chosen.from().values().stream().flatMap(List::stream).map(Flow::to).distinct().count());
  }

  @Test
  void shouldBeToldLikeEveryFlow() {
    Flow flow = choose(Intents.sound(THREE)).from().get(new NodeName("wsl")).getFirst();

    assertTrue(Stream.of("wsl -> ", "/tcp").allMatch(flow.toString()::contains), flow.toString());
  }
}
