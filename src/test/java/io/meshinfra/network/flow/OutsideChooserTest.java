package io.meshinfra.network.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.desired.Member;
import io.meshinfra.desired.Presence;
import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Target;
import io.meshinfra.network.Intents;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.Ipv4;
import io.meshinfra.network.matrix.Grants;
import io.meshinfra.network.matrix.Matrix;
import io.meshinfra.network.matrix.MatrixMaker;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which flows from outside follow from an intent and manifests. */
class OutsideChooserTest {
  private static final NodeName HUB = new NodeName("hub");
  private static final NodeName LAPTOP = new NodeName("laptop");
  private static final NodeName NAS = new NodeName("nas");
  private static final Intent INTENT =
      Intents.sound(
          """
          version: 1
          mesh: {network: 10.0.0.0/24, listen: [51820]}
          nodes:
            hub: {internal_ip: 10.0.0.1, roles: [hub], wireguard: {endpoint: "198.51.100.1:51820"}}
            laptop: {internal_ip: 10.0.0.2, roaming: true}
            nas: {internal_ip: 10.0.0.3}
            phone: {internal_ip: 10.0.0.4, managed: false}
          access_policy:
            - {name: site, from: "*", to: hub, ports: 443}
            - {name: files, from: laptop, to: nas, ports: 445}
          """);

  private final SortedMap<NodeName, Member> members = new TreeMap<>();

  private OutsideChooserTest() {
    member(HUB, path("wireguard", "10.0.0.1", 22), path("emergency", "203.0.113.7", 2222));
    member(LAPTOP, path("tailscale", "laptop-hq", 22), path("lan", "192.168.1.20", 22));
    member(NAS, path("lan", "192.168.1.30", 22), path("old", "nas.example.org", 2200));
  }

  private static AccessPath path(String name, String host, int port) {
    return AccessPath.ssh(name, host, port);
  }

  private void member(NodeName name, AccessPath... access) {
    members.put(
        name,
        new Member(
            name,
            new TreeMap<>(),
            Presence.ALWAYS_ON,
            new Target(name, List.of(access), List.of(), "ops", Target.Become.SUDO)));
  }

  private OutsideChooser.Chosen chosen() {
    Matrix matrix =
        assertInstanceOf(
                MatrixMaker.Made.Done.class,
                new MatrixMaker(MatrixMaker.MOST_WORK)
                    .make(INTENT.nodes().keySet(), Grants.of(INTENT, members)))
            .matrix();
    return new OutsideChooser(INTENT, matrix, members).choose(INTENT.nodes().keySet());
  }

  private static Set<String> addresses(List<Flow> flows) {
    return Set.copyOf(flows.stream().map(flow -> flow.to() + " " + flow.address()).toList());
  }

  @Test
  void shouldTryPublicAddressesFromEverywhereAndPrivateOnesFromTheSameNetwork() {
    OutsideChooser.Chosen chosen = chosen();
    Set<String> ofHub = Set.of("hub 203.0.113.7", "hub 198.51.100.1");

    assertEquals(
        ofHub, addresses(chosen.from().get(NAS).stream().filter(f -> f.to().equals(HUB)).toList()));
    assertEquals(
        Set.of("laptop 192.168.1.20"),
        addresses(chosen.from().get(NAS).stream().filter(f -> !f.to().equals(HUB)).toList()));
    assertEquals(ofHub, addresses(chosen.from().get(LAPTOP)), "who roams may be anywhere");
    assertEquals(List.of(), chosen.from().get(HUB), "it shares no network with them");
    assertEquals(4, addresses(chosen.here()).size());
  }

  @Test
  void shouldTryPortsOfSshdAndSayWhatTheMatrixSaysOfOutside() {
    List<Flow> hub =
        chosen().here().stream()
            .filter(flow -> flow.address().equals(Ipv4.parse("203.0.113.7")))
            .toList();

    assertEquals(
        List.of("22 DENIED", "2222 LIMITED", "443 ALLOWED"),
        Stream.of(22, 2222, 443)
            .map(port ->
                port
                    + " "
                    + hub.stream().filter(f -> f.port() == port).findFirst().orElseThrow().meant())
            .toList());
    assertTrue(hub.stream().anyMatch(flow -> flow.port() == 47_113));
    assertTrue(hub.stream().anyMatch(flow -> flow.port() == 2375), "Docker");
    assertFalse(hub.stream().anyMatch(flow -> flow.port() == 51_820), "the mesh never answers");
    assertEquals("outside (this machine) -> hub:22/tcp at 203.0.113.7", hub.getFirst().toString());
  }

  @Test
  void shouldTellWhatItCannotTry() {
    assertEquals(
        List.of(
            "old of nas (nas.example.org): only IPv4 addresses in numbers are tried from outside"),
        chosen().untried());
  }

  @Test
  void shouldLeaveTheMachineOfTheHubToItself() {
    member(HUB, AccessPath.local(), path("emergency", "203.0.113.7", 2222));

    OutsideChooser.Chosen chosen = chosen();

    assertFalse(chosen.from().containsKey(HUB));
    assertFalse(chosen.here().stream().anyMatch(flow -> flow.to().equals(HUB)));
    assertTrue(chosen.from().get(NAS).stream().anyMatch(flow -> flow.to().equals(HUB)));
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, loopback", "0.0.0.0, any", "224.0.0.1, several", "255.255.255.255, all"})
  void shouldNotTryAddressesThatAreNobodys(String address, String why) {
    member(NAS, path("lan", address, 22));

    assertEquals(
        List.of("lan of nas (" + address + ") is nobody's address"), chosen().untried(), why);
  }

  @Test
  void shouldBeBoundedAndTheSameForTheSameFleet() {
    for (int i = 0; i < 60; i++) {
      AccessPath[] many = new AccessPath[60];
      for (int j = 0; j < many.length; j++) {
        many[j] = path("p" + j, "203.0.113." + (j + 1), 22);
      }
      member(NAS, many);
    }

    assertTrue(chosen().here().size() <= 160);
    assertTrue(chosen().leftOut() > 0);
    assertEquals(chosen(), chosen());
  }
}
