package io.meshinfra.join;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.desired.Catalogs;
import io.meshinfra.join.rights.Rights;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Target;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.support.MemoryTree;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What JoiningCasesTest cannot say: nodes that are there already. */
class JoiningTest {
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFgR0GNHsdjAu5hAXNgf9BxEQ7bT7kcU/1FXb24Y7djA";

  private static Joining.Result.Ready joined(String become, String resources) {
    MemoryTree tree =
        MemoryTree.of(
            "all.yaml",
            """
            apiVersion: mesh-infra/v1
            kind: Node
            metadata: {name: web}
            spec:
              access: [lan: 192.0.2.1]
              hostKeys: ["%s"]
              user: mesh-ops
              become: %s
              resources: [%s]
            """
                .formatted(KEY, become, resources));
    Machine machine =
        new Machine(
            "Linux",
            "x86_64",
            "web",
            "debian",
            Machine.Platform.VM,
            false,
            List.of(),
            List.of(22),
            List.of(),
            Set.of(),
            Optional.empty(),
            "root");
    Wishes wishes =
        new Wishes(
            new NodeName("web"),
            "192.0.2.1",
            22,
            List.of(KEY),
            "mesh-ops",
            new TreeMap<>(),
            Optional.empty(),
            List.of());
    Catalogs catalogs = new Catalogs(ResourceTypes.installed());
    Joining.Result result =
        new Joining(tree, "", "no/such.yaml", files -> catalogs.load(files, ""))
            .of(new NodeDraft(machine, wishes));
    return assertInstanceOf(Joining.Result.Ready.class, result, result.toString());
  }

  @Test
  void shouldNotTakeAwayTheRightThatAManifestRestsOn() {
    var ready = joined("sudo", "");

    assertTrue(ready.files().isEmpty(), ready.toString());
    assertEquals(new Rights.OneCommand("become: sudo of its manifest"), ready.rights());
  }

  @Test
  void shouldTellTheRightThatAManifestLacks() {
    var ready = joined("none", "{package: {name: tmux}}");

    assertEquals(new Rights.OneCommand("package:tmux"), ready.rights());
    assertEquals(Target.Become.NONE, ready.node().target().become());
  }

  @Test
  void shouldLeaveANodeWithoutRightsAsItIs() {
    var ready = joined("none", "");

    assertEquals(new Rights.Nothing(), ready.rights());
    assertTrue(ready.files().isEmpty(), ready.toString());
  }
}
