package io.meshinfra.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.meshinfra.desired.Catalogs;
import io.meshinfra.desired.Members;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.support.MemoryTree;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a change of the intent means for the ways into nodes. */
class NetworkChangeTest {
  private static final String INTENT =
      """
      version: 1
      mesh: {network: 10.0.0.0/16}
      nodes:
        hub: {internal_ip: 10.0.0.1, roles: [hub], always_on: true, exit_node: true}
        web: {internal_ip: 10.0.0.2, roles: [server], always_on: true}
        laptop: {internal_ip: 10.0.0.3}
        phone: {internal_ip: 10.0.0.4, managed: false}
      access_policy:
        - {name: mend, from: role:hub, to: role:server, ports: [22]}
        - {name: open, from: "*", to: role:server, ports: [22]}
      """;
  private static final String WEB =
      """
      apiVersion: mesh-infra/v1
      kind: Node
      metadata: {name: web}
      spec:
        access: [{wireguard: 10.0.0.2}, {lan: 203.0.113.7}]
        hostKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEzr5PWjBcrvU6dZ0dMTiHBKmnOMPsvkNl2DZfEOzPRW"]
      """;

  private static NetworkPlan plan(String intent) {
    MemoryTree tree =
        new MemoryTree()
            .with("infra/policy/intent/network.yaml", intent)
            .with("desired-state/web.yaml", WEB);
    Members members = new Catalogs(ResourceTypes.installed()).members(tree, "desired-state");
    NetworkPlan plan = NetworkPlanner.plan(tree, "infra/policy/intent", members);
    return assertInstanceOf(NetworkPlan.Planned.class, plan, plan.toString());
  }

  private static List<String> notes(String before, String after) {
    return NetworkChange.between(plan(before), plan(after)).notes();
  }

  @Test
  void shouldTellTheWaysIntoANodeThatIsAlwaysOnBeforeAndAfter() {
    String shut =
        INTENT
            .lines()
            .filter(line -> !line.contains("name: open"))
            .reduce("", (a, b) -> a + b + "\n");

    List<String> notes = notes(INTENT, shut);

    assertEquals(
        "ways into web were open: wireguard (10.0.0.2:22), lan (203.0.113.7:22); closed:"
            + " none; they are open: wireguard (10.0.0.2:22); closed: lan"
            + " (203.0.113.7:22)",
        notes.getFirst());
    assertEquals(2, notes.size(), notes.toString());
  }

  @Test
  void shouldTellNothingOfWaysThatStay() {
    String more = INTENT + "  - {name: web, from: laptop, to: role:server, ports: [443]}\n";

    assertEquals(List.of("nothing enforces it on web"), notes(INTENT, more));
  }
}
