package io.meshinfra.network.tailscale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.desired.Finding;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnsaidTest {
  private static List<String> told(String nodes, String rules) {
    Planned planned =
        Planned.of(
            """
            version: 1
            mesh: {network: 100.64.0.0/10}
            back_ends: [tailscale]
            nodes:
            """
                + nodes
                + "access_policy:\n"
                + rules);
    return Unsaid.of(planned.intent(), planned.tailnet()).stream().map(Finding::message).toList();
  }

  private static final String HUB = "  hub: {internal_ip: 100.64.0.1, roles: [hub]}\n";
  private static final String SLOW =
      "  - {name: slow, from: \"*\", to: \"*\", ports: 2222, rate_limit: 1/minute}\n";

  @Test
  void shouldTellNothingWhereEverythingIsSaid() {
    assertEquals(List.of(), told(HUB, "  - {name: a, from: hub, to: hub, ports: 1}\n"));
  }

  @Test
  void shouldTellWhereNothingLimits() {
    String both = "  a: {internal_ip: 100.64.0.2, back_ends: [tailscale, nftables]}\n";

    assertEquals(
        List.of(
            "Tailscale knows no rate_limit, and nothing else would limit slow on [hub]; add the back"
                + " end nftables there"),
        told(HUB + both, SLOW));
  }

  @Test
  void shouldNotTellOfLimitsOnNodesOfOtherNetworks() {
    String other = "  a: {internal_ip: 100.64.0.2, back_ends: []}\n";

    assertEquals(1, told(HUB + other, SLOW).size());
    assertTrue(told(HUB + other, SLOW).getFirst().contains("[hub]"));
  }

  @Test
  void shouldTellThatNobodyMayUseARoute() {
    String router = "  a: {internal_ip: 100.64.0.2, routes: [192.168.1.0/24]}\n";

    assertEquals(
        List.of(
            "the routes of a are approved, but rules have no word for who may use them, so Tailscale"
                + " lets nobody"),
        told(HUB + router, "  - {name: a, from: hub, to: hub, ports: 1}\n"));
  }
}
