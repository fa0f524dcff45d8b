package io.meshinfra.policy.risk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.Origin;
import io.meshinfra.model.State;
import io.meshinfra.resource.Change;
import io.meshinfra.support.Changes;
import io.meshinfra.support.ThingType;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RisksTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          file      | {path: /etc/motd, content: hi}                          | low
          file      | {path: /etc/motd, state: absent}                        | medium: file:/etc/motd is removed
          directory | {path: /srv/www}                                        | low
          file      | {path: /etc/ssh/sshd_config.d/a.conf, content: x}       | critical: changes the SSH server (/etc/ssh/sshd_config.d/a.conf)
          file      | {path: /etc/ssh/sshd_config, state: absent}             | critical: changes the SSH server (/etc/ssh/sshd_config)
          directory | {path: /etc, state: absent, recurse: true}              | critical: changes the SSH server (/etc/)
          sudoers   | {name: ops, content: 'ops ALL = /bin/id'}               | critical: changes who may become root (/etc/sudoers.d/ops)
          block     | {path: /etc/pam.d/sshd, name: a, content: x}            | critical: changes how people log in (/etc/pam.d/sshd)
          file      | {path: /etc/netplan/a.yaml, content: x}                 | critical: changes the network (/etc/netplan/a.yaml)
          file      | {path: /etc/systemd/network/a.network, content: x}      | critical: changes the network (/etc/systemd/network/a.network)
          file      | {path: /etc/nftables.conf, content: x}                  | critical: changes the firewall (/etc/nftables.conf)
          file      | {path: /etc/wireguard/wg0.conf, content: x}             | critical: changes the VPN (/etc/wireguard/wg0.conf)
          file      | {path: /etc/systemd/system/sshd.service, content: x}    | critical: changes the service of a way in (/etc/systemd/system/sshd.service)
          file      | {path: /etc/systemd/system/ssh.service.d/a.conf, content: x} | critical: changes the service of a way in (/etc/systemd/system/ssh.service.d/a.conf)
          user      | {name: ann}                                             | high: changes accounts (/etc/group); changes accounts (/etc/passwd); changes accounts (/etc/shadow)
          authorizedKeys | {user: ann, keys: []}                              | high: changes who may log in with which key (/home/ann/.ssh/authorized_keys)
          file      | {path: /etc/fstab, content: x}                          | high: changes how the machine boots (/etc/fstab)
          hostname  | {name: box}                                             | medium: changes names that other programs rely on (/etc/hostname)
          sysctl    | {key: net.ipv4.ip_forward, value: '1'}                  | medium: changes what the kernel does (/etc/sysctl.d/60-mesh-infra-net.ipv4.ip_forward.conf); runs commands
          cron      | {name: a, schedule: '@daily', command: /bin/true}       | medium: changes what runs at set times (/etc/cron.d/mesh-a); runs commands
          service   | {name: nginx, running: true}                            | medium: runs commands
          service   | {name: sshd, running: false}                            | critical: runs systemctl, which stops the SSH server
          service   | {name: sshd, user: ann, running: false}                 | medium: runs commands
          service   | {name: wg-quick@wg0, running: false}                    | critical: runs systemctl, which stops the VPN
          package   | {name: tmux}                                            | medium: runs commands
          package   | {name: openssh-server, state: absent}                   | critical: runs apt-get, which removes what lets people in
          shell     | {name: a, check: 'true', apply: touch /a}               | medium: runs commands
          shell     | {name: a, check: 'true', apply: 'sh -c "nft flush ruleset"'} | critical: runs sh, which runs a command that takes a way in away; runs nft, which changes the firewall
          git       | {path: /opt/a, repo: 'https://x.org/a', ref: main}      | low
          git       | {path: /etc/ssh/keys, repo: 'https://x.org/a', ref: main} | critical: changes the SSH server (/etc/ssh/keys); changes the SSH server (/etc/ssh/keys/)
          """)
  void shouldSayHowBadItWouldBe(String kind, String spec, String told) {
    assertEquals(told, Risks.of(Changes.of(kind, spec)).toString());
  }

  @Test
  void shouldTakeTheWordOfWhoAsksForTheGuard() {
    Assessment assessment = Risks.of(Changes.guarded("file", "{path: /etc/motd, content: hi}"));

    assertEquals("high: file:/etc/motd asks for the guard", assessment.toString());
  }

  @Test
  void shouldNotTrustAKindThatDoesNotSayWhatItTouches() {
    ResourceChange thing =
        new ResourceChange(
            ThingType.thing("a", "1"), new Change.Create(State.EMPTY), Origin.INTENTIONAL);

    assertEquals(
        "medium: what thing:a touches cannot be told beforehand", Risks.of(thing).toString());
  }

  @Test
  void shouldBeAsBadAsTheWorstChangeOfAPlan() {
    Assessment plan =
        Risks.of(
            Changes.plan(
                Changes.of("file", "{path: /etc/motd, content: hi}"),
                Changes.of("file", "{path: /etc/ssh/sshd_config, content: x}"),
                Changes.of("user", "{name: ann}")));

    assertEquals("critical: changes the SSH server (/etc/ssh/sshd_config)", plan.toString());
    assertTrue(plan.risk().isAtLeast(Risk.HIGH));
    assertFalse(Risk.HIGH.isAtLeast(plan.risk()));
  }

  @Test
  void shouldRaiseTheRiskOfManyChangesAtOnce() {
    assertEquals("low", Risks.of(Changes.plan(files(20))).toString());
    assertEquals("medium: 21 changes at once", Risks.of(Changes.plan(files(21))).toString());
    assertEquals("high: 101 changes at once", Risks.of(Changes.plan(files(101))).toString());
  }

  @Test
  void shouldNotShowTheArgumentsOfACommand() {
    Assessment assessment =
        Risks.of(
            Changes.of(
                "shell",
                "{name: a, check: 'true', apply: nmcli connection modify wifi psk hunter2}"));

    assertFalse(assessment.toString().contains("hunter2"), assessment.toString());
    assertEquals(Risk.CRITICAL, assessment.risk());
  }

  private static ResourceChange[] files(int number) {
    return IntStream.range(0, number)
        .mapToObj(i -> Changes.of("file", "{path: /srv/" + i + ", content: x}"))
        .toArray(ResourceChange[]::new);
  }
}
