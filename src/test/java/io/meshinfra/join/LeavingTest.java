package io.meshinfra.join;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.desired.Catalogs;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.NetworkPlanner;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.support.MemoryTree;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must not go with a node; what goes, the cases of JoiningCasesTest show. */
class LeavingTest {
  private static final String FILE = "desired-state/nodes.yaml";
  private static final String INTENT = "infra/policy/intent/network.yaml";

  private static Leaving.Result left(MemoryTree tree, String node) {
    Catalogs catalogs = new Catalogs(ResourceTypes.installed());
    return new Leaving(
            tree,
            "desired-state",
            INTENT,
            t -> catalogs.load(t, "desired-state"),
            t ->
                NetworkPlanner.plan(t, "infra/policy/intent", catalogs.members(t, "desired-state")))
        .of(new NodeName(node));
  }

  private static String node(String name) {
    return """
    apiVersion: mesh-infra/v1
    kind: Node
    metadata: {name: %s}
    spec: {access: [lan: 192.0.2.1], hostKeys: ["%s"], user: mesh-ops}
    """
        .formatted(
            name,
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFgR0GNHsdjAu5hAXNgf9BxEQ7bT7kcU/1FXb24Y7djA");
  }

  private static final String PROFILE =
      "apiVersion: mesh-infra/v1\nkind: Profile\nmetadata: {name: p}\n"
          + "spec: {selector: {role: web}, resources: [package: {name: tmux}]}\n";

  @ParameterizedTest
  @ValueSource(strings = {"network", "web"})
  void shouldLeaveThePolicyAlone(String name) {
    MemoryTree tree =
        MemoryTree.of(FILE, node("hub") + "---\n" + node(name))
            .with(INTENT, "version: 1\nnodes:\n  hub: {internal_ip: 10.0.0.1/24}\n")
            .with("infra/policy/" + name + ".yaml", "kind: Policy\n")
            .with("infra/other/" + name + ".yaml", "mine\n")
            .with("infra/backup/wg/" + name + ".conf", "x\n")
            .with("infra/bootstrap/" + name + ".yaml", "x\n");

    var ready = assertInstanceOf(Leaving.Result.Ready.class, left(tree, name));

    assertEquals(
        Set.of(FILE, "infra/backup/wg/" + name + ".conf", "infra/bootstrap/" + name + ".yaml"),
        ready.edits().keySet());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%%YAML 1.2\n---\n%1$s---\n%2$s",
        "%%YAML 1.2\n---\n%2$s---\n%1$s",
        "%%YAML 1.2\n---\n%1$s---\n%3$s",
        "  # indented\n---\n%1$s---\n%2$s",
        "%3$s...\n%%YAML 1.2\n---\n%1$s"
      })
  void shouldNotCutOutAnotherManifest(String file) {
    MemoryTree tree = MemoryTree.of(FILE, file.formatted(node("web"), node("hub"), PROFILE));

    var result = assertInstanceOf(Leaving.Result.Impossible.class, left(tree, "web"));

    assertTrue(result.reason().contains("take it out by hand"), result.reason());
    assertTrue(result.reason().contains(FILE), result.reason());
  }

  @Test
  void shouldCutOutOneOfThree() {
    MemoryTree tree =
        MemoryTree.of(FILE, node("hub") + "--- # web\n" + node("web") + "---\n" + PROFILE);

    var ready = assertInstanceOf(Leaving.Result.Ready.class, left(tree, "web"));

    assertEquals(
        node("hub") + "---\n" + PROFILE,
        ready.edits().get(FILE).orElseThrow().text().orElseThrow());
  }
}
