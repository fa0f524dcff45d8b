package io.meshinfra.desired;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.resource.HoldsSecrets;
import io.meshinfra.resource.Resource;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.support.MemoryTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a secret may be named, what a catalog knows of it, and what is refused. */
class SecretsInManifestsTest {
  private static final String NODE =
      """
      apiVersion: mesh-infra/v1
      kind: Node
      metadata: {name: a}
      spec:
        access: [{ssh: {host: 192.0.2.1, name: lan}}]
        hostKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEzr5PWjBcrvU6dZ0dMTiHBKmnOMPsvkNl2DZfEOzPRW"]
        user: mesh-ops
        vars: {app: web}
        resources:
      """;

  private static Loading load(String resources) {
    MemoryTree tree =
        new MemoryTree()
            .with("node.yaml", NODE + resources.indent(4))
            .with("t/app.conf", "user={{ app }}\npassword={{ secret('gopass:' ~ app ~ '/db') }}\n");
    return new Catalogs(ResourceTypes.installed()).load(tree, "");
  }

  private static Resource<?> only(String resources) {
    return switch (load(resources)) {
      case Loading.Loaded(Fleet fleet) ->
          fleet.nodes().firstEntry().getValue().catalog().resources().getFirst();
      case Loading.Invalid invalid -> throw new AssertionError(invalid.report());
    };
  }

  private static String mistake(String resources) {
    return assertInstanceOf(Loading.Invalid.class, load(resources)).report();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "- file: {path: /etc/x, secretRef: 'gopass:web/db'} => secret gopass:web/db",
        "- file: {path: /etc/x, content: \"{{ secret('gopass:web/db') }}\"} => secret gopass:web/db",
        "- file: {path: /etc/x, content: \"p={{ secret('gopass:' ~ app ~ '/db') }}\"} => text with"
            + " secret gopass:web/db",
        "- file: {path: /etc/x, template: t/app.conf} => text with secret gopass:web/db",
      })
  void shouldNameSecretsInFiles(String resource, String shown) {
    assertEquals(shown, HoldsSecrets.of(only(resource)).orElseThrow().shown());
  }

  @Test
  void shouldTellAnotherNameFromTheSame() {
    String one = "- file: {path: /etc/x, secretRef: 'gopass:web/db'}";

    assertEquals(only(one).fingerprint(), only(one).fingerprint());
    assertNotEquals(only(one).fingerprint(), only(one.replace("db", "other")).fingerprint());
  }

  @Test
  void shouldKeepAFileWithASecretFromOthersUnlessAskedOtherwise() {
    assertTrue(
        mistake("- file: {path: /etc/x, secretRef: 'env:MESH_SECRET_A', mode: \"0644\"}")
            .contains("lets everybody on the node read the secret env:MESH_SECRET_A"));
    assertTrue(
        HoldsSecrets.of(only("- file: {path: /etc/x, secretRef: 'env:A', mode: \"0640\"}"))
            .isPresent());
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "- file: {path: \"/etc/{{ secret('env:A') }}\", content: x} => file.path",
        "- file: {path: /etc/x, validate: \"true %s {{ secret('env:A') }}\", content: x} =>"
            + " file.validate",
        "- shell: {name: x, check: \"test {{ secret('env:A') }}\", apply: 'true'} => shell.check",
        "- ansible: {playbook: p.yaml, vars: {token: \"{{ secret('env:A') }}\"}} => ansible.vars",
        "- sysctl: {key: vm.swappiness, value: \"{{ secret('env:A') }}\"} => sysctl.value",
        "- block: {path: /etc/x, name: b, content: \"{{ secret('env:A') }}\"} => block.content",
      })
  void shouldRefuseASecretWhereItWouldBeSeen(String resource, String place) {
    String report = mistake(resource);

    assertTrue(report.contains("a secret cannot stand in " + place), report);
    assertTrue(report.startsWith("node.yaml:10:"), report);
  }

  @Test
  void shouldRefuseATemplateWithASecretForAKindThatTakesNone() {
    String report = mistake("- block: {path: /etc/x, name: b, template: t/app.conf}");

    assertTrue(report.contains("the template t/app.conf holds a secret"), report);
  }

  @Test
  void shouldRefuseTwoTextsForOneFile() {
    assertTrue(
        mistake("- file: {path: /etc/x, content: a, secretRef: 'env:A'}")
            .contains("only one of content, base64, source, template and secretRef"));
  }

  @Test
  void shouldNotRepeatWhatMayBeTheSecretItself() {
    String report = mistake("- file: {path: /etc/x, secretRef: hunter2}");

    assertTrue(report.contains("PROVIDER:PATH"), report);
    assertFalse(report.contains("hunter2"), report);
  }
}
