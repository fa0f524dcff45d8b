package io.meshinfra.join;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.meshinfra.desired.edit.FieldEdit;
import io.meshinfra.model.NodeName;
import io.meshinfra.support.MemoryTree;
import org.junit.jupiter.api.Test;

class NodeLabelTest {
  private static String labelled(String metadata) throws Exception {
    String file =
        "apiVersion: mesh-infra/v1\nkind: Node\nmetadata: {name: other}\n---\n"
            + "apiVersion: mesh-infra/v1\nkind: Node\n"
            + metadata
            + "spec: {access: [local: true]}\n";
    var files =
        new NodeLabel(MemoryTree.of("m/all.yaml", file), "m")
            .add(new NodeName("web"), "node", "web");
    String text = files.get("m/all.yaml").text().orElseThrow();
    assertEquals(
        "apiVersion: mesh-infra/v1\nkind: Node\nmetadata: {name: other}\n---\n",
        text.substring(0, text.indexOf("---\n") + 4));
    return text.substring(text.lastIndexOf("kind: Node\n") + 11, text.indexOf("spec:"));
  }

  @Test
  void shouldStandBesideTheOtherLabels() throws Exception {
    assertEquals(
        "metadata: {name: web, labels: {role: box, node: web}}   # x\n",
        labelled("metadata: {name: web, labels: {role: box}}   # x\n"));
    assertEquals(
        "metadata:\n  name: web\n  labels:\n    role: box   # y\n    node: web\n",
        labelled("metadata:\n  name: web\n  labels:\n    role: box   # y\n"));
  }

  @Test
  void shouldBeTheFirstLabelWhereThereIsNone() throws Exception {
    assertEquals(
        "metadata:\n  name: web\n  labels: {node: web}\n", labelled("metadata:\n  name: web\n"));
    assertEquals(
        "metadata: {name: web, labels: {node: web}}\n", labelled("metadata: {name: web}\n"));
  }

  @Test
  void shouldTellThatThereIsNoSuchNode() {
    assertThrows(
        FieldEdit.Impossible.class,
        () -> new NodeLabel(new MemoryTree(), "").add(new NodeName("web"), "node", "web"));
  }
}
