package io.meshinfra.grounding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepositorySnapshotTest {
  private static final String NODE =
      """
      apiVersion: mesh-infra/v1
      kind: Node
      metadata: {name: n%d, labels: {role: web}}
      spec:
        access: [{local: true}]
        mode: observe
        resources: [file: {path: /a, content: x}, file: {path: /b, content: x}, hostname: {name: h}]
      ---
      """;

  @TempDir Path folder;

  private RepositorySnapshot snapshot(TreeOf tree) {
    return RepositorySnapshot.of(tree.tree(), Optional.of(tree.manifests("desired-state")));
  }

  @Test
  void shouldCountWhatIsThere() {
    TreeOf tree =
        new TreeOf(folder)
            .with("README.md", "")
            .with("docs/x.md", "")
            .with("docs/_generated/snapshot.json", "{}")
            .with("docs/_grounding/adr/0002-b.md", "")
            .with("docs/_grounding/adr/0001-a.md", "")
            .with("desired-state/n.yaml", NODE.formatted(1));

    RepositorySnapshot snapshot = snapshot(tree);

    assertEquals(new TreeMap<>(Map.of(".", 1, "docs", 3, "desired-state", 1)), snapshot.files());
    assertEquals(List.of("0001-a.md", "0002-b.md"), snapshot.decisions());
    RepositorySnapshot.Node node = snapshot.manifests().orElseThrow().nodes().get("n1");
    assertEquals(Map.of("file", 2, "hostname", 1), node.resources());
    assertEquals("observe", node.mode());
    assertEquals("always-on", node.presence());
  }

  @Test
  void shouldNotChangeByItself() {
    TreeOf tree = new TreeOf(folder).with("desired-state/n.yaml", NODE.formatted(1));
    RepositorySnapshot before = snapshot(tree);

    tree.with(RepositorySnapshot.FILE, "changed");

    assertEquals(before, snapshot(tree));
  }

  @Test
  void shouldSayThatManifestsHaveMistakes() {
    TreeOf tree = new TreeOf(folder).with("desired-state/n.yaml", "kind: Nonsense");

    assertEquals(1, snapshot(tree).manifests().orElseThrow().mistakes());
  }

  @Test
  void shouldStayReadableForAHugeFleet() {
    StringBuilder nodes = new StringBuilder();
    for (int i = 0; i < 501; i++) {
      nodes.append(NODE.formatted(i));
    }
    TreeOf tree = new TreeOf(folder).with("desired-state/n.yaml", nodes.toString());

    RepositorySnapshot.Manifests manifests = snapshot(tree).manifests().orElseThrow();

    assertEquals(500, manifests.nodes().size());
    assertEquals(1, manifests.moreNodes());
  }
}
