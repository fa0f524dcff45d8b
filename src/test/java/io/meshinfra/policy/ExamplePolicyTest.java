package io.meshinfra.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.meshinfra.desired.Catalogs;
import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.Loading;
import io.meshinfra.desired.ManifestSchema;
import io.meshinfra.model.NodeName;
import io.meshinfra.policy.StaticCheck.Judged;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.source.DirectoryTree;
import io.meshinfra.support.Changes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The policy that the repository brings along, over the fleet that it brings along. */
class ExamplePolicyTest {
  private static final ResourceTypes TYPES = ResourceTypes.installed();
  private static PolicySet.Loaded policy;
  private static Fleet fleet;

  @BeforeAll
  static void load() throws Exception {
    DirectoryTree tree = DirectoryTree.of(Path.of("."));
    policy =
        assertInstanceOf(
            PolicySet.Loaded.class, new Policies(TYPES).load(tree, Policies.USUAL_FOLDER));
    fleet =
        assertInstanceOf(Loading.Loaded.class, new Catalogs(TYPES).load(tree, "desired-state"))
            .fleet();
  }

  private static List<Judged> check(Optional<Instant> at) {
    return StaticCheck.of(policy.rules(), at, Changes.NOW).check(fleet, fleet.nodes().keySet());
  }

  private static List<String> rules(Judged node, Severity severity) {
    return node.findings().stream()
        .filter(finding -> finding.severity() == severity)
        .map(Finding::rule)
        .toList();
  }

  @Test
  void shouldRefuseNothingOfTheExampleFleet() {
    for (Judged node : check(Optional.empty())) {
      assertEquals(List.of(), rules(node, Severity.REFUSE), node.findings().toString());
    }
  }

  @Test
  void shouldAskBeforeAWayIntoTheHubChanges() {
    List<Judged> judged = check(Optional.empty());

    assertEquals(
        List.of(new NodeName("hub"), new NodeName("laptop"), new NodeName("wsl")),
        judged.stream().map(Judged::node).toList());
    assertEquals(List.of("look-before-a-way-in-changes"), rules(judged.getFirst(), Severity.ASK));
    assertEquals(List.of(), rules(judged.get(1), Severity.ASK));
  }

  @Test
  void shouldFreezeTheHolidaysOnlyWhenATimeIsGiven() {
    Instant christmas = Instant.parse("2026-12-24T18:00:00Z");

    check(Optional.of(christmas))
        .forEach(node -> assertEquals(List.of("holidays"), rules(node, Severity.REFUSE)));
  }

  @Test
  void shouldRefuseTheSudoersOfTheOutage() {
    Verdict verdict =
        new PolicyGate(policy.rules())
            .judge(
                Changes.plan(
                    "laptop",
                    Changes.of(
                        "sudoers",
                        "{name: mesh-ops, content: 'mesh-ops ALL=(ALL) NOPASSWD: /usr/bin/systemctl stop *'}")),
                Circumstances.of(fleet, Changes.NOW));

    assertInstanceOf(Verdict.Refused.class, verdict);
    assertTrue(verdict.reasons().contains("sudoers-lockout"), verdict.reasons());
  }

  @Test
  void shouldFitTheSchemaForEditors() throws Exception {
    var schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(ManifestSchema.of(TYPES, Policies.MANIFESTS));

    assertEquals(
        List.of(),
        schema.validate(Files.readString(Path.of("infra/policy/default.yaml")), InputFormat.YAML));
  }
}
