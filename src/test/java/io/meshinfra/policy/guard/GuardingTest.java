package io.meshinfra.policy.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.drift.ResourceChange;
import io.meshinfra.plan.Guard;
import io.meshinfra.plan.Plan;
import io.meshinfra.plan.Step;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.PlaybookRun;
import io.meshinfra.support.Changes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardingTest {
  private static final Guarding GUARDING = new Guarding(Duration.ofSeconds(60));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          file      | {path: /etc/ssh/sshd_config.d/a.conf, content: x}  | changes the SSH server (/etc/ssh/sshd_config.d/a.conf)
          directory | {path: /etc/ssh, mode: '0755'}                     | changes the SSH server (/etc/ssh)
          sudoers   | {name: ops, content: 'ops ALL = /bin/id'}          | changes who may become root (/etc/sudoers.d/ops)
          block     | {path: /etc/pam.d/sshd, name: a, content: x}       | changes how people log in (/etc/pam.d/sshd)
          file      | {path: /etc/netplan/a.yaml, content: x}            | changes the network (/etc/netplan/a.yaml)
          file      | {path: /etc/resolv.conf, content: x}               | changes the network (/etc/resolv.conf)
          file      | {path: /etc/nftables.conf, content: x}             | changes the firewall (/etc/nftables.conf)
          file      | {path: /etc/hosts.deny, content: x}                | changes the firewall (/etc/hosts.deny)
          file      | {path: /etc/wireguard/wg0.conf, content: x}        | changes the VPN (/etc/wireguard/wg0.conf)
          file      | {path: /etc/shadow, content: x}                    | changes accounts (/etc/shadow)
          file      | {path: /root/.ssh/authorized_keys, content: x}     | changes who may log in with which key (/root/.ssh/authorized_keys)
          user      | {name: mesh-ops, shell: /bin/sh}                   | changes accounts (/etc/group); changes accounts (/etc/passwd); changes accounts (/etc/shadow)
          group     | {name: sudo, state: absent}                        | changes accounts (/etc/group); changes accounts (/etc/gshadow)
          authorizedKeys | {user: mesh-ops, keys: []}                    | changes who may log in with which key (/home/mesh-ops/.ssh/authorized_keys)
          service   | {name: ssh, running: false}                        | runs systemctl, which stops the SSH server; changes ssh, by which people get in or not
          service   | {name: nftables, running: true}                    | changes nftables, by which people get in or not
          service   | {name: tailscaled, enabled: false}                 | runs systemctl, which stops the VPN; changes tailscaled, by which people get in or not
          shell     | {name: a, check: 'false', apply: nft flush ruleset} | runs nft, which changes the firewall
          """)
  void shouldGuardWhatDecidesWhoGetsIn(String kind, String spec, String why) {
    assertEquals(why, guard(Changes.of(kind, spec)).orElseThrow().why());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          file      | {path: /etc/motd, content: hi}
          user      | {name: ann}
          group     | {name: new-ones}
          authorizedKeys | {user: ann, keys: []}
          service   | {name: nginx, running: false}
          service   | {name: sshd, user: ann, running: false}
          package   | {name: tmux}
          shell     | {name: a, check: 'false', apply: touch /a}
          """)
  void shouldLeaveTheRestAlone(String kind, String spec) {
    assertEquals(Optional.empty(), guard(Changes.of(kind, spec)));
  }

  @Test
  void shouldKeepWhatAStepReplacesAndWhatItRestarts() {
    Guard file =
        guard(Changes.guarded("directory", "{path: /srv/app, state: absent, recurse: true}"))
            .orElseThrow();
    Guard service =
        guard(Changes.of("service", "{name: ssh.service, running: true}")).orElseThrow();

    assertEquals("60 s: directory:/srv/app asks for it", file.text());
    assertEquals(List.of("/srv/app"), file.paths());
    assertEquals(List.of("/srv/app"), file.trees());
    assertEquals(List.of("ssh"), service.units());
    assertTrue(service.isWhole());
  }

  @Test
  void shouldSayThatACommandCannotBeTakenBack() {
    Guard guard =
        guard(Changes.guarded("shell", "{name: a, check: 'false', apply: rm -rf /srv}"))
            .orElseThrow();

    assertEquals(
        "60 s: shell:a asks for it; can put back accounts, keys, sudo, PAM, sshd, firewall,"
            + " addresses and routes, and nothing else that it does",
        guard.text());
  }

  @Test
  void shouldNotPromiseToTakeAPlaybookBack() {
    ResourceChange change = Changes.guarded("shell", "{name: a, check: 'false', apply: ls}");
    Action playbook =
        new Action.RunAnsible(new PlaybookRun("site.yaml", "", List.of(), new TreeMap<>(), ""));
    Plan plan =
        Changes.plan(change)
            .with(
                List.of(new Step(1, List.of(change), List.of(playbook), Set.of(), Map.of(), "x")));

    assertEquals(Optional.empty(), GUARDING.mark(plan, "mesh-ops").steps().getFirst().guard());
  }

  @Test
  void shouldLeaveTheHashOfThePlan() {
    Plan plan = Changes.plan(Changes.of("file", "{path: /etc/ssh/sshd_config, content: x}"));

    assertEquals(plan.hash(), GUARDING.mark(plan, "mesh-ops").hash());
  }

  @Test
  void shouldRefuseATimeThatNoHubCouldKeep() {
    assertThrows(IllegalArgumentException.class, () -> new Guarding(Duration.ofSeconds(1)));
    assertThrows(IllegalArgumentException.class, () -> new Guarding(Duration.ofDays(1)));
  }

  private static Optional<Guard> guard(ResourceChange change) {
    return GUARDING.mark(Changes.plan(change), "mesh-ops").steps().getFirst().guard();
  }
}
