package io.meshinfra.grounding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.desired.Finding;
import io.meshinfra.grounding.FactsCheck.Facts;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactsCheckTest {
  private static final String MANIFESTS =
      """
      apiVersion: mesh-infra/v1
      kind: Node
      metadata: {name: hub}
      spec:
        hostname: hub-host
        access:
          - tailscale: hub-hq.tail.net
          - ssh: {host: 203.0.113.10, port: 2222, name: emergency}
        hostKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFgR0GNHsdjAu5hAXNgf9BxEQ7bT7kcU/1FXb24Y7djA"]
      ---
      apiVersion: mesh-infra/v1
      kind: Node
      metadata: {name: laptop}
      spec: {presence: on-demand, access: [{local: true}]}
      """;
  private static final String FACTS =
      """
      version: 1
      nodes:
        hub:
          hostname: hub-host
          tailscale_hostname: hub-hq
          public_ipv4: 203.0.113.10
          emergency_ssh: 2222
          presence: always-on
          always_on: true
        laptop: {presence: on-demand, always_on: false}
        macbook: {status: planned}
      """;

  @TempDir Path folder;

  private List<Finding> findings(String facts) {
    TreeOf tree = new TreeOf(folder).with("desired-state/nodes.yaml", MANIFESTS);
    tree.with(FactsCheck.FILE, facts);
    return assertInstanceOf(
            Facts.Read.class,
            FactsCheck.check(tree.tree(), Optional.of(tree.fleet("desired-state"))))
        .findings();
  }

  @Test
  void shouldFindNothingWhereBothAgree() {
    assertEquals(List.of(), findings(FACTS));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hostname: hub-host          | hostname: other       | 4:15: hostname of hub is \"other\"",
        "emergency_ssh: 2222         | emergency_ssh: 2200   | not among its ways in",
        "public_ipv4: 203.0.113.10   | public_ipv4: 192.0.2.1 | emergency (203.0.113.10:2222) of hub",
        "tailscale_hostname: hub-hq  | tailscale_hostname: x | tailscale_hostname of hub",
        "presence: always-on         | presence: on-demand   | presence of hub is \"on-demand\"",
        "always_on: false            | always_on: true       | always_on of laptop",
        "{status: planned}           | {status: deployed}    | no node \"macbook\"; it has: hub, laptop",
        "{status: planned}           | planned               | expected a map",
      })
  void shouldFindWhatIsNotTrue(String truth, String other, String message) {
    List<Finding> findings = findings(FACTS.replace(truth.strip(), other.strip()));

    assertEquals(1, findings.size(), findings.toString());
    assertTrue(findings.getFirst().toString().contains(message.strip()), findings.toString());
    assertEquals(FactsCheck.FILE, findings.getFirst().file());
  }

  @Test
  void shouldFindANodeThatIsNotWrittenDown() {
    List<Finding> findings = findings(FACTS.replaceFirst("  laptop: .*\\n", ""));

    assertEquals(1, findings.size());
    assertTrue(findings.getFirst().message().contains("node laptop"), findings.toString());
  }

  @ParameterizedTest
  @CsvSource({"'a: [', not YAML", "'- a', one map", "'nodes: x', expected a map of nodes"})
  void shouldFindWhatIsNoFacts(String text, String message) {
    List<Finding> findings = findings(text);

    assertTrue(findings.getFirst().message().contains(message), findings.toString());
  }

  @Test
  void shouldLookAtTheFormOnlyWithoutAFleet() {
    TreeOf tree = new TreeOf(folder).with(FactsCheck.FILE, "nodes: {whatever: 1}");

    Facts facts = FactsCheck.check(tree.tree(), Optional.empty());

    assertEquals(List.of(), assertInstanceOf(Facts.Read.class, facts).findings());
  }

  @Test
  void shouldDoWithoutFacts() {
    assertInstanceOf(
        Facts.Absent.class, FactsCheck.check(new TreeOf(folder).tree(), Optional.empty()));
  }

  /** Those of this repository. */
  @Test
  void shouldAgreeHere() {
    TreeOf here = new TreeOf(Path.of(""));

    Facts facts = FactsCheck.check(here.tree(), Optional.of(here.fleet("desired-state")));

    assertEquals(List.of(), assertInstanceOf(Facts.Read.class, facts).findings());
  }
}
