package io.meshinfra.desired;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.Content;
import io.meshinfra.model.NodeName;
import io.meshinfra.resource.Resource;
import io.meshinfra.support.MemoryTree;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What fixture folders cannot say: sizes, sharing, stability. */
class CatalogsTest {
  private static final String PROFILE =
      """
      apiVersion: mesh-infra/v1
      kind: Profile
      metadata: {name: base}
      spec:
        selector: {}
        resources:
      """;

  @Test
  void shouldRefuseAHugeManifestBeforeParsingIt() {
    byte[] huge = new byte[100 * 1024 * 1024];
    java.util.Arrays.fill(huge, (byte) '[');

    Loading loading = load(new MemoryTree().with("huge.yaml", Content.of(huge)));

    assertEquals(
        "huge.yaml:1:1: the file has 104857600 bytes; a manifest file has at most 4194304: split"
            + " it\n",
        assertInstanceOf(Loading.Invalid.class, loading).report());
  }

  @Test
  void shouldRefuseEndlessNesting() {
    Loading loading = load(MemoryTree.of("deep.yaml", "kind: " + "[".repeat(1_000_000)));

    assertEquals(
        "deep.yaml:1:70: nested deeper than 64 levels\n",
        assertInstanceOf(Loading.Invalid.class, loading).report());
  }

  @Test
  void shouldLoadTenThousandNodesAndShareWhatIsTheSame() {
    Fleet fleet = fleet(load(tenThousandNodes("content: same for all")));

    assertEquals(10_000, fleet.nodes().size());
    assertSame(resources(fleet, "n0").get(3), resources(fleet, "n9999").get(3));
  }

  @Test
  void shouldRenderTemplatesForEachNode() {
    Fleet fleet = fleet(load(nodes(500, "content: \"{{ node.name }}\"")));

    assertTrue(resources(fleet, "n499").get(3).spec().toString().contains("Optional[n499]"));
  }

  @Test
  void shouldTellTheSameMistakeOnManyNodesOnce() {
    Loading loading = load(tenThousandNodes("content: \"{{ typo }}\""));

    Loading.Invalid invalid = assertInstanceOf(Loading.Invalid.class, loading);
    assertEquals(20, invalid.total());
    assertTrue(invalid.findings().getFirst().message().endsWith("(on node n0 and 9999 more)"));
  }

  @Test
  void shouldShowTwoHundredFindingsAndCountTheOthers() {
    StringBuilder yaml = new StringBuilder(PROFILE);
    for (int i = 0; i < 500; i++) {
      yaml.append("    - file: {path: relative}\n");
    }

    Loading.Invalid invalid =
        assertInstanceOf(Loading.Invalid.class, load(MemoryTree.of("a.yaml", yaml.toString())));

    assertEquals(200, invalid.findings().size());
    assertTrue(invalid.report().endsWith("and 300 more\n"));
  }

  @Test
  void shouldGiveTheSameFleetForTheSameFiles() {
    assertEquals(
        CatalogCasesTest.told(fleet(load(tenThousandNodes("content: x")))),
        CatalogCasesTest.told(fleet(load(tenThousandNodes("content: x")))));
  }

  @Test
  void shouldLeaveOtherFilesAndHiddenFoldersAlone() {
    MemoryTree tree =
        MemoryTree.of(
                "a/fleet.yaml", "{apiVersion: mesh-infra/v1, kind: Fleet, metadata: {name: f}}")
            .with("a/notes.md", "not yaml: [")
            .with("a/.github/ci.yaml", "jobs: {}")
            .with("b/playbook.yaml", "- hosts: all");

    assertEquals("f", fleet(new Catalogs(TestKinds.all()).load(tree, "a")).name());
  }

  private static MemoryTree tenThousandNodes(String content) {
    return nodes(10_000, content);
  }

  private static MemoryTree nodes(int count, String content) {
    StringBuilder yaml = new StringBuilder(PROFILE);
    for (int i = 0; i < 20; i++) {
      yaml.append("    - file: {path: /etc/f%d, %s}%n".formatted(i, content));
    }
    for (int i = 0; i < count; i++) {
      yaml.append(
          """
          ---
          apiVersion: mesh-infra/v1
          kind: Node
          metadata: {name: n%d, labels: {role: edge, site: s%d}}
          spec:
            access: [{lan: 10.1.2.3}]
            hostKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFA75bRTpLZjHYcWTZmkOUYrkrLpyVmr/1BGBdumXg3c"]
          """
              .formatted(i, i % 7));
    }
    return MemoryTree.of("nodes.yaml", yaml.toString());
  }

  private static List<Resource<?>> resources(Fleet fleet, String node) {
    return fleet.node(new NodeName(node)).orElseThrow().catalog().resources();
  }

  private static Loading load(MemoryTree tree) {
    return new Catalogs(TestKinds.all()).load(tree, "");
  }

  private static Fleet fleet(Loading loading) {
    return assertInstanceOf(Loading.Loaded.class, loading, loading::toString).fleet();
  }
}
