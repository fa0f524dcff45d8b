package io.meshinfra.report.escape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.cli.CommandRun;
import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Target;
import io.meshinfra.support.LabEngine;
import io.meshinfra.support.MemoryTree;
import io.meshinfra.transport.Delivery;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EscapeHatchTest {
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFgR0GNHsdjAu5hAXNgf9BxEQ7bT7kcU/1FXb24Y7djA";

  private static final String FLEET =
      """
      apiVersion: mesh-infra/v1
      kind: Fleet
      metadata: {name: home}
      spec: {user: mesh-ops, become: sudo}
      ---
      apiVersion: mesh-infra/v1
      kind: Node
      metadata: {name: hub}
      spec:
        access: [{local: true}]
        resources:
          - service: {name: nftables, running: true}
          - service: {name: wg-quick@wg0, running: true}
      ---
      apiVersion: mesh-infra/v1
      kind: Node
      metadata: {name: laptop}
      spec:
        presence: on-demand
        access:
          - tailscale: laptop-hq
          - wireguard: 10.88.0.2
          - ssh: {host: 203.0.113.7, port: 2222, name: emergency}
        hostKeys: ["%s laptop@home"]
      """
          .formatted(KEY);

  private static final EscapeHatch.Kept KEPT =
      new EscapeHatch.Kept(
          List.of("infra/backup/wg/laptop.conf", "infra/backup/wg/laptops-other.conf"));

  private static Fleet fleet(String yaml) {
    return LabEngine.fleet(MemoryTree.of("fleet.yaml", yaml));
  }

  @Test
  void shouldTellAllThatAPersonNeeds() {
    CommandRun.assertGolden("escape-hatch.txt", EscapeHatch.text(fleet(FLEET), KEPT));
  }

  /** A login that joined may do nothing else, see ADR 39. */
  @Test
  void shouldBecomeRootByTheCommandThatTheHubIsAllowed() {
    String text = EscapeHatch.text(fleet(FLEET), KEPT);

    String script = "exec sh </dev/tty";
    assertTrue(text.contains("printf '%d\\n%s' |".formatted(script.length(), script)), text);
    List<String> words = Delivery.SHELL;
    assertTrue(
        text.contains("sudo -n %s %s '%s'".formatted(words.get(0), words.get(1), words.get(2))),
        text);
  }

  @Test
  void shouldGiveThePartOfOneNodeWithWhatHoldsForAll() {
    String all = EscapeHatch.text(fleet(FLEET), KEPT);

    String part = EscapeHatch.ofNode(all, new NodeName("laptop")).orElseThrow();

    assertTrue(part.contains("== NODE laptop\n") && part.contains("== WITHOUT THE HUB\n"), part);
    assertFalse(part.contains("== NODE hub"), part);
    assertEquals(Optional.empty(), EscapeHatch.ofNode(all, new NodeName("lap")));
  }

  /**
   * Whatever the reader of manifests may let in one day: a host key that is none is in no command.
   */
  @Test
  void shouldRunNothingThatATargetBringsAlong() {
    FleetNode laptop = fleet(FLEET).node(new NodeName("laptop")).orElseThrow();
    Target hostile =
        new Target(
            laptop.name(),
            List.of(AccessPath.ssh("e'; touch pwned", "-oProxyCommand=$(touch pwned)", 22)),
            List.of(KEY + " x\nEND\ntouch pwned", "ssh-ed25519 $(touch pwned)", KEY),
            "me`touch pwned`",
            Target.Become.NONE);
    NodePart part =
        new NodePart(
            new FleetNode(
                laptop.name(),
                laptop.labels(),
                laptop.presence(),
                hostile,
                laptop.interval(),
                laptop.mode(),
                laptop.hostname(),
                laptop.catalog()),
            KEPT);

    assertEquals(List.of("laptop " + KEY), part.knownHosts());
    assertTrue(
        part.text().contains(" -l 'me`touch pwned`' -- '-oProxyCommand=$(touch pwned)'"),
        part.text());
    assertTrue(part.text().contains("host key 2 pinned cannot be read"), part.text());
  }

  @Test
  void shouldQuoteWhatIsNoBareWord() {
    assertEquals(
        "ssh -p 22 -- host.example",
        Words.command(List.of("ssh", "-p", "22", "--", "host.example")));
    assertEquals("ssh -- '$(id)' 'it'\\''s'", Words.command(List.of("ssh", "--", "$(id)", "it's")));
    assertEquals("''", Words.word(""));
  }

  /** As {@code ssh-keygen -lf} tells of the same key. */
  @Test
  void shouldShowFingerprintsAsOpenSshDoes() {
    assertEquals(
        "SHA256:MWhHW95yqrunaQtSwmDNiHhtMqGsidvWu0w96wbmgpI",
        PinnedKey.parse(KEY + " somebody").orElseThrow().fingerprint());
    assertEquals(Optional.empty(), PinnedKey.parse("ssh-ed25519 ===="));
    assertEquals(Optional.empty(), PinnedKey.parse("rubbish"));
  }
}
