package io.meshinfra.adopt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.desired.Catalogs;
import io.meshinfra.desired.Loading;
import io.meshinfra.drift.Drift;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.Content;
import io.meshinfra.model.Facts;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Origin;
import io.meshinfra.model.Value;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Resource;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.support.MemoryTree;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AdopterTest {
  private static final ResourceTypes TYPES = ResourceTypes.installed();
  private static final String NODES =
      """
      apiVersion: mesh-infra/v1
      kind: Node
      metadata: {name: a, labels: {role: web}}
      spec: {access: [{local: true}]}
      ---
      apiVersion: mesh-infra/v1
      kind: Node
      metadata: {name: b, labels: {role: web}}
      spec: {access: [{local: true}]}
      """;
  private static final String FILE =
      """
      ---
      apiVersion: mesh-infra/v1
      kind: Profile
      metadata: {name: p}
      spec:
        selector: {role: web}
        resources:
          - file: {path: /x, mode: "0644"}
      """;

  private final Adopter adopter = new Adopter(TYPES);
  private final MemoryTree tree = MemoryTree.of("all.yaml", NODES + FILE);

  private static Drift drift(MemoryTree tree, String node) {
    if (!(new Catalogs(TYPES).load(tree, "") instanceof Loading.Loaded loaded)) {
      throw new AssertionError("not valid");
    }
    var catalog = loaded.fleet().nodes().get(new NodeName(node)).catalog();
    Resource<?> file = catalog.resources().getFirst();
    Change change =
        new Change.Update(
            new TreeMap<>(
                Map.of(
                    "mode",
                    new Change.Difference(Optional.of(Value.of("0600")), Value.of("0644")))));
    return new Drift(
        catalog,
        Facts.UNKNOWN,
        Instant.EPOCH,
        List.of(new ResourceChange(file, change, Origin.CORRECTIVE)));
  }

  @Test
  void shouldRefuseWhenGitHasMovedSince() {
    Drift old = drift(tree, "a");
    MemoryTree now = MemoryTree.of("all.yaml", NODES + FILE.replace("0644", "0640"));

    Adoption adoption = adopter.adopt(now, "", List.of(old));

    assertTrue(adoption.isEmpty());
    assertEquals(
        "git says something else about it by now; look at the node again",
        adoption.refused().getFirst().reason());
  }

  @Test
  void shouldRefuseWhenTheDesiredStateHasMistakes() {
    Drift drift = drift(tree, "a");
    MemoryTree broken = MemoryTree.of("all.yaml", NODES + FILE).with("x.yaml", "kind: Nod\n");

    Adoption adoption = adopter.adopt(broken, "", List.of(drift));

    assertTrue(adoption.isEmpty());
    assertTrue(
        adoption.refused().getFirst().reason().contains("mend them first: x.yaml:1:"),
        adoption.refused().toString());
  }

  @Test
  void shouldNameTheNodesThatShareAnEntry() {
    assertEquals(
        Set.of(new NodeName("b")),
        adopter.sharers(tree, "", List.of(drift(tree, "a")), (node, id) -> true));
    assertEquals(
        Set.of(), adopter.sharers(tree, "", List.of(drift(tree, "a")), (node, id) -> false));
  }

  @Test
  void shouldWriteTheSharedEntryOnlyWhenAllShowTheSame() {
    Adoption both = adopter.adopt(tree, "", List.of(drift(tree, "a"), drift(tree, "b")));
    Adoption one = adopter.adopt(tree, "", List.of(drift(tree, "a")));

    assertEquals(NODES + FILE.replace("0644", "0600"), text(both));
    assertEquals(2, both.adopted().size());
    assertTrue(text(one).endsWith(FILE), text(one));
    assertEquals(
        List.of(new NodeName("a")), one.adopted().stream().map(Adoption.Adopted::node).toList());
  }

  private static String text(Adoption adoption) {
    Content content = adoption.files().get("all.yaml");
    return content == null ? "" : new String(content.bytes(), StandardCharsets.UTF_8);
  }
}
