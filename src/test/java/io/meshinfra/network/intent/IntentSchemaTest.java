package io.meshinfra.network.intent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.meshinfra.cli.CommandRun;
import io.meshinfra.desired.ManifestSchema;
import io.meshinfra.reconcile.Explanations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What editors and people are told of the intent. */
class IntentSchemaTest {
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(ManifestSchema.ofIntent("network", IntentReader.FORM));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "infra/policy/intent/network.yaml",
        "src/test/resources/network/reference/in/infra/policy/intent/network.yaml",
        "src/test/resources/network/nftables/in/infra/policy/intent/network.yaml",
        "src/test/resources/network/firewalls/in/infra/policy/intent/network.yaml",
        "src/test/resources/network/own-invariants-hold/in/infra/policy/intent/network.yaml"
      })
  void shouldTakeEveryIntentThatIsSound(String file) throws IOException {
    assertEquals(
        List.of(), SCHEMA.validate(Files.readString(Path.of(file)), InputFormat.YAML), file);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{nodes: {a: {internal_ip: 10.0.0.1/24}}}",
        "{version: 1, nodes: {a: {internal_ip: 10.0.0.1/24, rolls: [hub]}}}",
        "{version: 1, nodes: {a: {}}}",
        "{version: 1, nodes: {a: {internal_ip: 10.0.0.1/24}}, back_ends: [iptables]}",
        "{version: 1, nodes: {a: {internal_ip: 10.0.0.1/24}}, access_policy: [{name: x}]}",
        "{version: 1, nodes: {a: {internal_ip: 10.0.0.1/24}}, security_invariants: [no_smb]}",
        "{version: 1, nodes: {a: {internal_ip: 10.0.0.1/24}}, security_invariants: [{name: x}]}"
      })
  void shouldRefuseWhatValidateRefuses(String intent) {
    assertFalse(SCHEMA.validate(intent, InputFormat.YAML).isEmpty(), intent);
  }

  @Test
  void shouldExplainEachPart() {
    assertTrue(Explanations.of("network").contains("access_policy: a list, each a map"));
    assertTrue(Explanations.of("network.nodes").contains("internal_ip:"));
    assertTrue(
        Explanations.of("network.nodes.internal_ip").contains("Its address in the mesh"),
        Explanations.of("network.nodes.internal_ip"));
    assertTrue(Explanations.of("network.access_policy.rate_limit").contains("1/minute"));
    assertTrue(
        Explanations.of("network.security_invariants").contains("admin_ports_never_public"),
        Explanations.of("network.security_invariants"));
    assertTrue(Explanations.of("network.security_invariants.cel").contains("CEL"));
  }

  @Test
  void shouldPrintTheSchema() {
    assertTrue(CommandRun.of("schema", "network").out().contains("\"security_invariants\""));
    assertEquals(
        "mesh: there is no intent \"netwrk\"; did you mean \"network\"?\n",
        CommandRun.of("schema", "netwrk").err());
  }
}
