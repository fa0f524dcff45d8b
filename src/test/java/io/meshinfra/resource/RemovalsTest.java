package io.meshinfra.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.desired.Catalogs;
import io.meshinfra.desired.Loading;
import io.meshinfra.resource.Removable.Removal;
import io.meshinfra.support.MemoryTree;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every kind says how what mesh made of it is removed, or that it cannot be. */
class RemovalsTest {
  private static final Set<String> STAY =
      Set.of("ansible", "git", "hostname", "shell", "authorizedKeys");
  private static final String FLEET =
      """
      apiVersion: mesh-infra/v1
      kind: Node
      metadata: {name: a}
      spec:
        access: [{local: true}]
        resources:
          - file: {path: /etc/x, content: x, owner: root, mode: "0600", validate: sh -n %s}
          - directory: {path: /srv/x, owner: root, mode: "0700"}
          - symlink: {path: /srv/l, target: /srv/x, force: true}
          - block: {path: /etc/hosts, name: x, content: 10.0.0.1 x}
          - cron: {name: x, schedule: "@daily", command: "true", user: daemon}
          - sudoers: {name: x, content: "ann ALL=(ALL) ALL"}
          - sysctl: {key: vm.swappiness, value: "10"}
          - user: {name: ann, uid: 1234, group: users, groups: [adm], shell: /bin/sh, comment: Ann}
          - group: {name: crew, gid: 1234, system: true}
          - package: {names: [tmux, jq]}
          - service: {name: x, running: true, enabled: true}
      """;

  @Test
  void shouldBeSaidByEveryKind() {
    List<String> silent =
        ResourceTypes.installed().all().stream()
            .filter(type -> !(type instanceof Removable<?>))
            .map(type -> type.kind().name())
            .toList();

    assertEquals(List.of(), silent);
  }

  @Test
  void shouldRemoveTheSameResourceAndWantNothingElseOfIt() {
    Catalog catalog = catalog();

    catalog.resources().forEach(RemovalsTest::check);

    Set<String> kinds =
        catalog.resources().stream().map(r -> r.id().kind()).collect(Collectors.toSet());
    assertEquals(
        ResourceTypes.installed().kinds().stream()
            .filter(kind -> !STAY.contains(kind))
            .collect(Collectors.toSet()),
        kinds);
  }

  private static <S> void check(Resource<S> resource) {
    S gone = spec(resource);
    assertEquals(resource.id().name(), resource.type().kind().naming().apply(gone));
    Expectation expected = resource.type().expected(gone);
    if (resource.id().kind().equals("service")) {
      assertTrue(expected.toString().contains("running=Scalar[text=false]"), expected.toString());
    } else {
      assertEquals(Expectation.GONE, expected, resource.id().toString());
    }
  }

  @SuppressWarnings("unchecked")
  private static <S> S spec(Resource<S> resource) {
    return switch (((Removable<S>) resource.type()).removal(resource.spec())) {
      case Removal.By<S>(S spec) -> spec;
      case Removal.Impossible<S>(String reason) -> throw new AssertionError(reason);
    };
  }

  private static Catalog catalog() {
    MemoryTree tree = MemoryTree.of("fleet.yaml", FLEET);
    return switch (new Catalogs(ResourceTypes.installed()).load(tree, "")) {
      case Loading.Loaded loaded -> loaded.fleet().nodes().values().iterator().next().catalog();
      case Loading.Invalid invalid -> throw new AssertionError(invalid.report());
    };
  }
}
