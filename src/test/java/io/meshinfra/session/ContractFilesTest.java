package io.meshinfra.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.Content;
import io.meshinfra.model.NodeName;
import io.meshinfra.policy.risk.Risk;
import io.meshinfra.session.ContractFiles.Reading;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractFilesTest {
  @Test
  void shouldReadAllOfIt() {
    SessionContract contract =
        Contracts.of(
            "include: [desired-state/**, docs/]",
            "exclude: [desired-state/nodes/**]",
            "goals: [Install ripgrep]",
            "nodes: {names: [laptop], selector: {role: [workstation]}, max: 2}",
            "risk: low",
            "maxChanges: 5",
            "reconcile: true");

    assertEquals(Contracts.ID, contract.id());
    assertEquals("claude", contract.agent().value());
    assertEquals(Contracts.BASE, contract.base().id());
    assertEquals(List.of("Install ripgrep"), contract.goals());
    assertEquals(Risk.LOW, contract.limits().risk());
    assertEquals(Optional.of(5), contract.limits().maxChanges());
    assertTrue(contract.reconcile());
    assertTrue(contract.limits().nodes().covers(new NodeName("laptop"), Map.of()));
    assertTrue(
        contract.limits().nodes().covers(new NodeName("other"), Map.of("role", "workstation")));
    assertFalse(contract.limits().nodes().covers(new NodeName("hub"), Map.of("role", "hub")));
    assertEquals(Contracts.END, contract.life().expires());
  }

  @Test
  void shouldLimitNothingThatIsNotSaidButTheRisk() {
    SessionContract contract = Contracts.of("include: [docs/**]");

    assertEquals(Risk.LOW, contract.limits().risk());
    assertEquals(Optional.empty(), contract.limits().maxChanges());
    assertFalse(contract.reconcile());
    assertTrue(contract.limits().nodes().covers(new NodeName("hub"), Map.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "goals: [x]                        | include is missing",
        "include: []                       | include must not be empty",
        "include: [/etc/**]                | 9:13: include: a path starts at the top",
        "include: ['../fleet/**']          | must not leave the repository",
        "include: [docs/_grounding/**]     | is protected",
        "include: [infra/policy/]          | is protected",
        "include: [.session/**]            | is protected",
        "include: [a]\\n  nodes: {names: [UP]} | a node name is",
        "include: [a]\\n  nodes: {max: 0}  | max",
        "include: [a]\\n  risk: tiny       | expected one of low, medium, high, critical",
        "include: [a]\\n  reconcile: true  | needs nodes with names",
        "include: [a]\\n  reconcyle: true  | did you mean \"reconcile\"",
        "include: [a]\\n  maxChanges: 0    | maxChanges"
      })
  void shouldSayWhatIsWrongAndWhere(String spec, String message) {
    String reason = Contracts.reason(Contracts.text(spec.strip().replace("\\n", "\n")));

    assertTrue(reason.contains(message.strip()), reason);
    assertTrue(reason.startsWith(Contracts.ID.path() + ":"), reason);
  }

  @Test
  void shouldLastADayAtMost() {
    Instant late = Contracts.BEGIN.plus(SessionContract.LONGEST_LIFE).plusSeconds(1);
    String text =
        Contracts.text(Contracts.ID, Contracts.BASE, Contracts.BEGIN, late, "include: [docs/**]");

    assertTrue(Contracts.reason(text).contains("at most 24 hours"), Contracts.reason(text));
  }

  @Test
  void shouldNotEndBeforeItBegins() {
    String text =
        Contracts.text(
            Contracts.ID, Contracts.BASE, Contracts.END, Contracts.BEGIN, "include: [docs/**]");

    assertTrue(Contracts.reason(text).contains("not after created"), Contracts.reason(text));
  }

  @Test
  void shouldBelongIntoTheFileOfItsName() {
    SessionId other = new SessionId("20261123-claude-00000000");

    Reading reading =
        ContractFiles.read(other.path(), Content.of(Contracts.text("include: [docs/**]")));

    String reason = ((Reading.Faulty) reading).reason();
    assertTrue(reason.contains("it belongs into " + Contracts.ID.path()), reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                         | exactly one contract",
        "'a: [\\n'                                  | is not YAML",
        "'apiVersion: mesh-infra/v2'                | expected mesh-infra/v1",
        "'a: 1\\n---\\nb: 2'                        | exactly one contract, not 2"
      })
  void shouldRefuseOtherFiles(String text, String message) {
    String reason = Contracts.reason(text.replace("\\n", "\n"));

    assertTrue(reason.contains(message.strip()), reason);
  }

  @Test
  void shouldRefuseANonsensicalBase() {
    String text = Contracts.text("include: [a]").replace(Contracts.BASE, "HEAD");

    assertTrue(Contracts.reason(text).contains("full id"), Contracts.reason(text));
  }

  @Test
  void shouldRefuseAHugeFile() {
    String text = Contracts.text("include: [a]") + "#".repeat(ContractFiles.LARGEST);

    assertTrue(Contracts.reason(text).contains("65536 bytes"), Contracts.reason(text));
  }

  @Test
  void shouldKnowTheSessionOfAFile() {
    assertEquals(Optional.of(Contracts.ID), SessionId.ofPath(Contracts.ID.path()));
    assertEquals(Optional.empty(), SessionId.ofPath(".session/session-x.yaml"));
    assertEquals(Optional.empty(), SessionId.ofPath("x/" + Contracts.ID.path()));
  }
}
