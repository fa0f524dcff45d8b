package io.meshinfra.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.desired.Finding;
import io.meshinfra.desired.Member;
import io.meshinfra.desired.Presence;
import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Target;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.matrix.Grants;
import io.meshinfra.network.matrix.Matrix;
import io.meshinfra.network.matrix.MatrixMaker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A fleet as large as one may be. */
class LoginsTest {
  private static final int NODES = 5_000;
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIP5zLzVgG/s2lCq4PIYBIR+I+48Lxh3bqhCwnNHHDSIz";

  private final List<Finding> findings = new ArrayList<>();

  private SshAccess compile(String backEnds, int ways) {
    Intent intent = Intents.sound(Intents.nodes(NODES) + "back_ends: " + backEnds + "\n");
    SortedMap<NodeName, Member> members = new TreeMap<>();
    intent.nodes().keySet().forEach(node -> members.put(node, member(node, ways)));
    Matrix matrix =
        switch (new MatrixMaker(MatrixMaker.MOST_WORK)
            .make(intent.nodes().keySet(), Grants.of(intent, members))) {
          case MatrixMaker.Made.Done done -> done.matrix();
          case MatrixMaker.Made.TooMuch much -> throw new AssertionError(much);
        };
    return new Logins(intent, members, findings, new ArrayList<>()).compile(matrix);
  }

  private static Member member(NodeName node, int ways) {
    List<AccessPath> paths =
        IntStream.range(0, ways)
            .mapToObj(i -> AccessPath.ssh("lan", "%s-%d.example".formatted(node, i), 22))
            .toList();
    return new Member(
        node,
        new TreeMap<>(),
        Presence.ALWAYS_ON,
        new Target(node, paths, List.of(KEY), "root", Target.Become.NONE));
  }

  private List<String> told() {
    return findings.stream().map(Finding::message).toList();
  }

  @Test
  void shouldBeDoneInBoundedTime() {
    SshAccess access =
        assertTimeout(Duration.ofSeconds(60), () -> compile("[sshd, ssh]", 3), "5,000 nodes");

    assertEquals(NODES, access.sshd().size());
    assertEquals(NODES, access.destinations().size());
    assertTrue(access.config().length() > 1024 * 1024);
    assertEquals(List.of(), told());
  }

  @Test
  void shouldSayWhatIsTooLargeForAFile() {
    compile("[hosts, ssh]", 6);

    assertEquals(2, findings.size(), told().toString());
    assertTrue(
        told()
            .contains("the names of 5000 nodes are too many for /etc/hosts; give them out by DNS"),
        told().toString());
    assertTrue(
        told().stream().anyMatch(one -> one.endsWith("give the nodes fewer access paths")),
        told().toString());
  }
}
