package io.meshinfra.desired;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.meshinfra.support.MemoryTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestSchemaTest {
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(ManifestSchema.of(TestKinds.all()));

  @Test
  void shouldBeAValidSchemaItself() {
    Schema meta =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(
                com.networknt.schema.SchemaLocation.of(
                    "https://json-schema.org/draft/2020-12/schema"));

    assertEquals(List.of(), meta.validate(ManifestSchema.of(TestKinds.all()), InputFormat.JSON));
  }

  @Test
  void shouldAcceptTheExample() throws IOException {
    Path in = Path.of("src/test/resources/desired/example/in");
    for (String file : List.of("fleet.yaml", "profiles.yml")) {
      for (String document : Files.readString(in.resolve(file)).split("(?m)^---$")) {
        assertEquals(List.of(), SCHEMA.validate(document, InputFormat.YAML), document);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{kind: Node}",
        "{apiVersion: mesh-infra/v2, kind: Fleet, metadata: {name: a}}",
        "{apiVersion: mesh-infra/v1, kind: Fleet, metadata: {name: a}, spec: {sshPort: 0}}",
        "{apiVersion: mesh-infra/v1, kind: Fleet, metadata: {name: a}, spec: {mode: enforced}}",
        "{apiVersion: mesh-infra/v1, kind: Node, metadata: {name: a}, spec: {access: []}}",
        "{apiVersion: mesh-infra/v1, kind: Profile, metadata: {name: a}, spec: {}}",
        "{apiVersion: mesh-infra/v1, kind: Profile, metadata: {name: a}, spec: {selector: {},"
            + " resources: [{file: {pth: /a}}]}}",
        "{apiVersion: mesh-infra/v1, kind: Profile, metadata: {name: a}, spec: {selector: {},"
            + " resources: [{file: {path: /a}, package: {names: [a]}}]}}",
        "{apiVersion: mesh-infra/v1, kind: Profile, metadata: {name: a}, spec: {selector: {},"
            + " resources: [{service: {name: a, running: 'yes'}}]}}",
      })
  void shouldRefuseWhatTheBinderRefuses(String manifest) {
    assertNotEquals(List.of(), SCHEMA.validate(manifest, InputFormat.YAML));
    assertTrue(
        new Catalogs(TestKinds.all()).load(MemoryTree.of("a.yaml", manifest), "")
            instanceof Loading.Invalid);
  }

  @Test
  void shouldExplainKindsAndFields() {
    Explain explain = new Explain(TestKinds.all());

    assertEquals(
        """
        file.mode: a file mode
          Permissions.
          default: 0644
        """,
        explain.of("file.mode"));
    assertEquals(
        """
        file
          A file.

        fields
          path: an absolute path, required
              Where it is.
          content: a text
              Its text.
          source: a text
              A file of the repository.
          template: a text
              A template of the repository.
          owner: an account name, default root
              Who owns it.
          mode: a file mode, default 0644
              Permissions.

        example
          file: {path: /etc/motd, content: hello}
        """,
        explain.of("file"));
    assertTrue(explain.of("Node.spec.access").contains("tailscale: a host address"));
    assertTrue(explain.of("Node.spec.access.ssh.port").contains("TCP port"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"fil", "file.mod", "Node.spec.acess", "Node.spac.access"})
  void shouldSayWhatMayHaveBeenMeant(String path) {
    Explain explain = new Explain(TestKinds.all());

    String message =
        assertThrows(IllegalArgumentException.class, () -> explain.of(path)).getMessage();

    assertTrue(message.contains("did you mean"), message);
  }

  @Test
  void shouldDescribeEveryFieldOfAManifestInTheReference() {
    String page = Reference.of(TestKinds.all());

    assertTrue(page.contains("## Node"), page);
    assertTrue(page.contains("### Node.spec.access.ssh"), page);
    assertTrue(page.contains("| `mode` | a file mode |  | 0644 | Permissions. |"), page);
  }
}
