package io.meshinfra.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshinfra.desired.Catalogs;
import io.meshinfra.desired.Loading;
import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.support.MemoryTree;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a catalog still needs of what has left it, with real kinds. */
class NeedsTest {
  private static final String NODE =
      """
      apiVersion: mesh-infra/v1
      kind: Node
      metadata: {name: a}
      spec:
        access: [{local: true}]
        resources:
      """;

  /** The same path under another kind: the old one would take away what the new one made. */
  @Test
  void shouldKeepThePathThatAnotherKindLooksAfterNow() {
    assertEquals(
        Optional.of("symlink:/etc/x is in the catalog and looks after /etc/x"),
        needed("file: {path: /etc/x, content: x}", "symlink: {path: /etc/x, target: /srv/x}"));
    assertEquals(
        Optional.of("block:/etc/x#x is still in the catalog and needs it"),
        needed("file: {path: /etc/x, content: x}", "block: {path: /etc/x, name: x, content: y}"));
  }

  @Test
  void shouldKeepTheAccountThatOwnsAFile() {
    assertEquals(
        Optional.of("file:/etc/x is still in the catalog and needs it"),
        needed("user: {name: ann}", "file: {path: /etc/x, content: x, owner: ann}"));
    assertEquals(
        Optional.of("user:ann is still in the catalog and needs it"),
        needed("group: {name: crew}", "user: {name: ann, groups: [crew]}"));
  }

  @Test
  void shouldKeepTheFolderThatSomethingIsIn() {
    assertEquals(
        Optional.of("file:/srv/x/y is still in the catalog and needs it"),
        needed("directory: {path: /srv/x}", "file: {path: /srv/x/y, content: x}"));
  }

  @Test
  void shouldLetGoWhatNothingRestsOn() {
    assertEquals(
        Optional.empty(),
        needed("user: {name: bob}", "file: {path: /etc/x, content: x, owner: ann}"));
    assertEquals(
        Optional.empty(),
        needed(
            "block: {path: /etc/x, name: x, content: y}",
            "block: {path: /etc/x, name: z, content: y}"));
  }

  private static Optional<String> needed(String left, String stays) {
    return Needs.of(catalog(stays)).of(catalog(left).resources().getFirst());
  }

  private static Catalog catalog(String entry) {
    MemoryTree tree = MemoryTree.of("fleet.yaml", NODE + "    - " + entry + "\n");
    return switch (new Catalogs(ResourceTypes.installed()).load(tree, "")) {
      case Loading.Loaded loaded -> loaded.fleet().nodes().values().iterator().next().catalog();
      case Loading.Invalid invalid -> throw new AssertionError(invalid.report());
    };
  }
}
