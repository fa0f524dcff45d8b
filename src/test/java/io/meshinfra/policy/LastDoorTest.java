package io.meshinfra.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshinfra.desired.Presence;
import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Target;
import io.meshinfra.policy.Circumstances.About;
import io.meshinfra.support.Changes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LastDoorTest {
  private static final AccessPath LAN = AccessPath.ssh("lan", "192.0.2.1", 22);
  private static final AccessPath TAILSCALE = AccessPath.ssh("tailscale", "hub", 22);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          service | {name: ssh, running: false}              | stops the SSH server, now or at boot
          service | {name: sshd, enabled: false}             | stops the SSH server, now or at boot
          service | {name: ssh, masked: true}                | stops the SSH server, now or at boot
          service | {name: systemd-networkd, running: false} | stops the network, now or at boot
          package | {name: openssh-server, state: absent}    | removes the SSH server
          package | {name: sudo, state: absent}              | removes sudo, by which the hub becomes root
          user    | {name: mesh-ops, state: absent}          | removes the user by whom the hub comes in
          user    | {name: mesh-ops, shell: /usr/sbin/nologin} | takes the shell of the user by whom the hub comes in
          authorizedKeys | {user: mesh-ops, keys: []}        | leaves no key to the user by whom the hub comes in
          sudoers | {name: mesh-ops, state: absent}          | removes the rights by which the hub becomes root
          file    | {path: /etc/sudoers.d/mesh-ops, state: absent} | removes the rights by which the hub becomes root
          """)
  void shouldRefuseToCloseTheLastWayIn(String kind, String spec, String what) {
    assertEquals(
        List.of("refuse: " + what + "; no way in would be left, and 1 has to stay open"),
        found(about(1, LAN, TAILSCALE), kind, spec));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          service | {name: ssh, running: true, enabled: true}
          service | {name: nginx, running: false}
          service | {name: tailscaled, running: false}
          user    | {name: ann, state: absent}
          user    | {name: mesh-ops, shell: /bin/bash}
          authorizedKeys | {user: ann, keys: []}
          sudoers | {name: ann, state: absent}
          package | {name: telnetd, state: absent}
          """)
  void shouldLetPassWhatLeavesEnough(String kind, String spec) {
    assertEquals(List.of(), found(about(1, LAN, TAILSCALE), kind, spec));
  }

  @Test
  void shouldCountTheWaysThatStayOpen() {
    assertEquals(
        List.of(
            "refuse: stops the VPN, now or at boot; only lan would be left, and 2 have to stay open"),
        found(about(2, LAN, TAILSCALE), "service", "{name: tailscaled, running: false}"));
    assertEquals(
        List.of("refuse: removes the VPN; no way in would be left, and 1 has to stay open"),
        found(about(1, TAILSCALE), "package", "{name: tailscale, state: absent}"));
  }

  @Test
  void shouldLeaveTheWayOfTheMachineItselfOpen() {
    assertEquals(
        List.of(),
        found(about(1, LAN, AccessPath.local()), "service", "{name: ssh, running: false}"));
  }

  @Test
  void shouldNotNeedToKnowTheNodeToSeeThatSshStops() {
    assertEquals(
        List.of(
            "refuse: stops the SSH server, now or at boot; no way in would be left, and 1 has to"
                + " stay open"),
        found(Circumstances.at(Changes.NOW), "service", "{name: ssh, running: false}"));
  }

  private static List<String> found(About about, String kind, String spec) {
    return found(Circumstances.at(Changes.NOW).in(Map.of(new NodeName("hub"), about)), kind, spec);
  }

  /** What the built-in rule says of a plan with one change. */
  private static List<String> found(Circumstances known, String kind, String spec) {
    return new PolicyGate(BuiltIn.rules())
        .judge(Changes.plan(Changes.of(kind, spec)), known).findings().stream()
            .filter(finding -> finding.rule().equals("last-door"))
            .map(finding ->
                finding.severity().name().toLowerCase(java.util.Locale.ROOT)
                    + ": "
                    + finding.what())
            .toList();
  }

  private static About about(int least, AccessPath... ways) {
    Target target =
        new Target(new NodeName("hub"), List.of(ways), List.of(), "mesh-ops", Target.Become.SUDO);
    return new About(new TreeMap<>(), Presence.ALWAYS_ON, Optional.of(target), least);
  }
}
