package io.meshinfra.lab;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.support.HubDoor;
import io.meshinfra.support.HubProcess;
import io.meshinfra.support.Lab;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A change that opens a denied flow, or shuts a way in, stops its rollout at the canary. */
@Timeout(600)
class NetworkRolloutIT {
  private static final int LAB_ID = 74;
  private static final Duration LONGEST = Duration.ofSeconds(150);

  private static NetworkLab network;
  private static HubDoor door;
  private static int changes;

  @TempDir static Path folder;

  @BeforeAll
  static void up() {
    Assumptions.assumeTrue(Lab.possible(), "the lab needs root");
    Assumptions.assumeTrue(HubProcess.possible(), "needs the packaged application");
    network =
        new NetworkLab(
            LAB_ID,
            folder,
            Map.of("MESH_NETWORK_TEST_INTERVAL", "off", "MESH_PATHS_INTERVAL", "10s"));
    publish("true");
    door = network.start();
  }

  @AfterAll
  static void down() {
    if (network != null) {
      network.close();
    }
  }

  /** Firewalls as they are written, on both nodes. */
  @BeforeEach
  void shouldBeFineBefore() {
    door.awaitSynced(publish("systemctl restart nftables"), "a", "b");
    awaitPhase("done");
  }

  /** A change of both nodes, the canary first. */
  private static String publish(String apply) {
    return network.publish(
        Map.of(
            "rollout.yaml",
            """
            apiVersion: mesh-infra/v1
            kind: Rollout
            metadata: {name: exam}
            spec:
              selector: {}
              waves: [{name: canary, nodes: 1}]
              checks: [{command: "! systemctl is-active -q 'run-*.timer' || sleep 8"}]
            """,
            "all.yaml",
            ExamFleet.profile(
                """
                    - shell:
                        name: change
                        check: test -e /srv/change-%1$d
                        apply: |
                          touch /srv/change-%1$d
                          %2$s
                """
                    .formatted(++changes, apply))));
  }

  private static JsonNode rollout() {
    return door.get("/rollouts/exam");
  }

  private static void awaitPhase(String phase) {
    await()
        .atMost(LONGEST)
        .untilAsserted(() ->
            assertEquals(phase, rollout().path("phase").asText(), () -> rollout().toString()));
  }

  private static void awaitStopped(String reason) {
    awaitPhase("stopped");
    JsonNode rollout = rollout();
    System.out.println(rollout.toPrettyString());
    assertTrue(rollout.path("message").asText().contains(reason), rollout::toString);
    assertEquals("failed", rollout.at("/nodes/0/standing").asText(), rollout::toString);
    assertEquals("pending", rollout.at("/nodes/1/standing").asText(), rollout::toString);
    assertTrue(door.told("rollout-node-failed", reason) > 0);
    assertEquals(
        "", network.lab.sh("b", "ls /srv/change-%d 2>/dev/null".formatted(changes)).strip());
  }

  @Test
  void shouldStopWhenTheCanaryOpensAFlowThatIsDenied() {
    publish("nft insert rule inet mesh_infra input tcp dport 80 accept");

    awaitStopped("its change opened a flow that is denied: ");
    assertTrue(rollout().path("message").asText().contains("-> a:80/tcp"));

    door.awaitSynced(publish("systemctl restart nftables"), "a", "b");
    awaitPhase("done");
  }

  /** After the guard has looked, as an agent on the node may do it that reads what was changed. */
  @Test
  void shouldStopWhenTheCanaryShutsAWayInLater() {
    publish(
        "systemd-run -q --on-active=5 nft insert rule inet mesh_infra input tcp dport 2222 drop");

    awaitStopped("its change shut a way in: emergency");
  }

  /**
   * The guard comes first: the node puts back what keeps the hub out, and the run fails by that.
   */
  @Test
  void shouldStopWhenTheGuardPutsAWayInBack() {
    publish("nft insert rule inet mesh_infra input tcp dport 2222 drop");

    awaitStopped("the hub could not come back in: emergency");
    await()
        .atMost(LONGEST)
        .untilAsserted(
            () -> assertEquals("present", door.get("/nodes/a").at("/attendance/state").asText()));
  }

  @Test
  void shouldNotStopForWhatLeakedBefore() {
    network.lab.sh("a", "nft insert rule inet mesh_infra input tcp dport 80 accept");
    network.lab.sh("b", "nft insert rule inet mesh_infra input tcp dport 80 accept");

    door.awaitSynced(publish("true"), "a", "b");

    awaitPhase("done");
  }
}
