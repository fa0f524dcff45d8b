package io.meshinfra.join.rights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.meshinfra.desired.Catalogs;
import io.meshinfra.desired.Loading;
import io.meshinfra.model.NodeName;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.support.MemoryTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RightsNeededTest {
  private static Rights by(String resource) {
    MemoryTree tree =
        MemoryTree.of(
                "m/node.yaml",
                """
                apiVersion: mesh-infra/v1
                kind: Node
                metadata: {name: web}
                spec:
                  access: [local: true]
                  user: mesh-ops
                  resources: [%s]
                """
                    .formatted(resource.isEmpty() ? "" : "{" + resource + "}"))
            .with("play.yaml", "- hosts: all\n")
            .with("text", "x\n");
    Loading loading = new Catalogs(ResourceTypes.installed()).load(tree, "m");
    var fleet = assertInstanceOf(Loading.Loaded.class, loading, loading.toString()).fleet();
    return new RightsNeeded("mesh-ops").by(fleet.node(new NodeName("web")).orElseThrow().catalog());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "file: {path: /home/mesh-ops/notes, content: x}",
        "file: {path: /home/mesh-ops/notes, source: text, owner: mesh-ops, group: mesh-ops}",
        "directory: {path: /home/mesh-ops/work}",
        "symlink: {path: /home/mesh-ops/link, target: /srv}"
      })
  void shouldNeedNothingForWhatBelongsToTheLogin(String resource) {
    assertInstanceOf(Rights.Nothing.class, by(resource), resource);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file: {path: /etc/motd, content: x}",
        "file: {path: /home/mesh-ops2/notes, content: x}",
        "file: {path: /home/mesh-ops/notes, content: x, owner: root}",
        "file: {path: /home/mesh-ops/notes, content: x, group: adm}",
        "file: {path: /home/mesh-ops/notes, content: x, validate: cat %s}",
        "file: {path: /home/mesh-ops/notes, state: absent}",
        "package: {name: tmux}",
        "user: {name: ada}",
        "shell: {name: x, check: 'true', apply: 'true', user: mesh-ops}",
        "cron: {name: x, schedule: '@daily', command: id, user: mesh-ops}"
      })
  void shouldNeedTheOneCommandForAllElse(String resource) {
    Rights rights = by(resource);

    assertInstanceOf(Rights.OneCommand.class, rights, resource);
  }

  @Test
  void shouldNeedEveryCommandForAPlaybook() {
    Rights rights = by("package: {name: tmux}}, {ansible: {playbook: play.yaml}");

    assertEquals(new Rights.AnyCommand("ansible:play.yaml"), rights);
  }

  @Test
  void shouldNameTheOneCommandWordForWord() {
    assertEquals(
        """
        # Made by mesh node add: what the hub does here as root. No other command, no other user.
        Cmnd_Alias MESH_INFRA = /bin/sh -c read -r n && eval "$(head -c "$n")"
        mesh-ops ALL=(root) NOPASSWD: MESH_INFRA
        """,
        new Rights.OneCommand("package:tmux").sudoers("mesh-ops"));
  }

  @Test
  void shouldWriteNoRuleWhereNoneIsNeeded() {
    assertEquals("", new Rights.Nothing().sudoers("mesh-ops"));
  }
}
