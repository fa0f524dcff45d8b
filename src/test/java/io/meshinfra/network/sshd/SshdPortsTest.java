package io.meshinfra.network.sshd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.meshinfra.desired.Member;
import io.meshinfra.desired.Presence;
import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Target;
import io.meshinfra.network.Intents;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.MeshNode;
import io.meshinfra.network.matrix.Grants;
import io.meshinfra.network.matrix.Matrix;
import io.meshinfra.network.matrix.MatrixMaker;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Where the sshd of the hub {@code n0} and of the node {@code n1} listens, and what contradicts.
 */
class SshdPortsTest {
  private static final AccessPath LAN = AccessPath.ssh("lan", "192.0.2.1", 22);
  private static final AccessPath EMERGENCY = AccessPath.ssh("emergency", "203.0.113.1", 2200);
  private static final String OPEN =
      "access_policy:\n  - {name: e, from: \"*\", to: \"*\", ports: 2222, rate_limit: 1/minute}\n";

  private record Case(Intent intent, MeshNode node, Member member, Matrix matrix) {
    static Case of(String node, String rules, AccessPath... paths) {
      Intent intent = Intents.sound(Intents.nodes(2) + rules);
      NodeName name = new NodeName(node);
      Target target = new Target(name, List.of(paths), List.of(), "mesh-ops", Target.Become.SUDO);
      Member member = new Member(name, new TreeMap<>(), Presence.ALWAYS_ON, target);
      SortedMap<NodeName, Member> members = new TreeMap<>();
      members.put(name, member);
      MatrixMaker.Made made =
          new MatrixMaker(MatrixMaker.MOST_WORK)
              .make(intent.nodes().keySet(), Grants.of(intent, members));
      Matrix matrix = assertInstanceOf(MatrixMaker.Made.Done.class, made).matrix();
      return new Case(intent, intent.nodes().get(name), member, matrix);
    }

    SortedSet<Integer> ports() {
      return SshdPorts.of(node, member, matrix);
    }

    List<String> mismatches() {
      return SshdPorts.mismatches(node, member, intent, matrix, ports());
    }
  }

  private static SortedSet<Integer> ports(Integer... ports) {
    return new TreeSet<>(List.of(ports));
  }

  @Test
  void shouldListenWhereTheAccessPathsLead() {
    assertEquals(ports(22, 2200), Case.of("n1", "", LAN, EMERGENCY).ports());
  }

  @Test
  void shouldListenOnTheUsualPortOfAMachineWithoutAPath() {
    assertEquals(ports(22), Case.of("n1", "", AccessPath.local()).ports());
  }

  @Test
  void shouldListenOnTheEmergencyPortOfAHubThatTheRulesOpen() {
    assertEquals(ports(22, 2222), Case.of("n0", OPEN, LAN).ports());
    assertEquals(ports(22), Case.of("n0", "", LAN).ports());
  }

  @Test
  void shouldHaveNothingToTellWhereSshdAndFirewallAgree() {
    assertEquals(List.of(), Case.of("n1", "", LAN, EMERGENCY).mismatches());
  }

  @Test
  void shouldTellAPortThatIsOpenForNobody() {
    assertEquals(
        List.of(
            "port 2222 of n1 is open to everybody, and its sshd does not listen there; give its Node"
                + " an access path named emergency with that port, or close it"),
        Case.of("n1", OPEN, LAN).mismatches());
  }

  @Test
  void shouldTellAPortThatNobodyGetsTo() {
    assertEquals(
        List.of(
            "sshd of n0 listens on port 22, and nothing lets anybody in there; open it with a rule",
            "n0 is a hub and has no emergency port; give its Node an access path named emergency with"
                + " a port of its own"),
        Case.of("n0", "", LAN).mismatches());
  }
}
