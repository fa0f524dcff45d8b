package io.meshinfra.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.desired.Catalogs;
import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.Loading;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Prune;
import io.meshinfra.model.ResourceId;
import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.Existence;
import io.meshinfra.resource.Resource;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.resource.file.FileSpec;
import io.meshinfra.support.MemoryTree;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What nodes believe of certificates, in their catalogs. */
class SshCaContributorTest {
  private static final ResourceId DROP_IN =
      new ResourceId("file", "/etc/ssh/sshd_config.d/20-mesh-ca.conf");
  private static final ResourceId REVOKED = new ResourceId("file", "/etc/ssh/mesh-ca/revoked.krl");
  private static final ResourceId PUBLIC_KEY =
      new ResourceId("file", "/etc/ssh/mesh-ca/user-ca.pub");

  private static Catalog catalog(String node) {
    return catalog(MemoryTree.of(Path.of("src/test/resources/network/ssh-ca/in")), node);
  }

  private static Catalog catalog(MemoryTree tree, String node) {
    Loading loading = new Catalogs(ResourceTypes.installed()).load(tree, "desired-state");
    Fleet fleet = assertInstanceOf(Loading.Loaded.class, loading, loading.toString()).fleet();
    return fleet.node(new NodeName(node)).orElseThrow().catalog();
  }

  private static List<String> ids(String node) {
    return catalog(node).resources().stream().map(resource -> resource.id().toString()).toList();
  }

  @Test
  void shouldGiveANodeItsFiles() {
    assertEquals(
        List.of(
            "directory:/etc/ssh/mesh-ca",
            "directory:/etc/ssh/mesh-ca/principals",
            "file:/etc/ssh/mesh-ca/user-ca.pub",
            "file:/etc/ssh/mesh-ca/principals/admin",
            "file:/etc/ssh/mesh-ca/principals/build",
            "file:/etc/ssh/mesh-ca/principals/dev",
            "file:/etc/ssh/mesh-ca/revoked.krl",
            "file:/etc/ssh/sshd_config.d/20-mesh-ca.conf",
            "service:ssh"),
        ids("laptop"));
  }

  /** It may have been on: then certificates would go on opening logins by the list of that day. */
  @Test
  void shouldTakeTheAuthorityAwayWhereTheBackEndIsOff() {
    assertEquals(
        List.of("file:/etc/ssh/sshd_config.d/20-mesh-ca.conf", "file:" + PUBLIC_KEY.name()),
        ids("wsl"));
    Catalog catalog = catalog("wsl");
    assertTrue(
        catalog.resources().stream()
            .allMatch(one -> ((FileSpec) one.spec()).state() == Existence.ABSENT));
    assertTrue(catalog.dependenciesOf(PUBLIC_KEY).contains(DROP_IN));
  }

  /** Without ssh_ca nothing is in the catalog any more: what mesh made of it goes unasked. */
  @Test
  void shouldLetWhatIsBelievedBePruned() {
    Set<String> pruned =
        catalog("laptop").resources().stream()
            .filter(one -> one.terms().prune().equals(Optional.of(Prune.UNATTENDED)))
            .map(one -> one.id().toString())
            .collect(Collectors.toSet());

    assertEquals(Set.of(DROP_IN.toString(), PUBLIC_KEY.toString()), pruned);
  }

  /** A line that names a list which is not there would keep everybody of that line out. */
  @Test
  void shouldTellSshdOfTheFilesWhenTheyAreThere() {
    Catalog catalog = catalog("laptop");

    assertTrue(
        catalog
            .dependenciesOf(DROP_IN)
            .containsAll(
                Set.of(
                    REVOKED,
                    PUBLIC_KEY,
                    new ResourceId("file", "/etc/ssh/mesh-ca/principals/dev"))));
    assertTrue(catalog.dependenciesOf(REVOKED).contains(PUBLIC_KEY));
  }

  @Test
  void shouldPutTheLinesForSshdUnderTheGuard() {
    Set<String> guarded =
        catalog("hub").resources().stream()
            .filter(resource -> resource.terms().guard())
            .map(Resource::id)
            .map(ResourceId::toString)
            .collect(Collectors.toSet());

    assertEquals(Set.of(DROP_IN.toString(), "service:ssh"), guarded);
  }

  /** The back end sshd has a file for the same service. */
  @Test
  void shouldHaveOneServiceReloadOnBothFiles() {
    MemoryTree tree = MemoryTree.of(Path.of("src/test/resources/network/ssh-ca/in"));
    String intent = "infra/policy/intent/network.yaml";
    String text = tree.read(intent).orElseThrow().text().orElseThrow();
    tree.with(intent, text.replace("back_ends: [certificates]", "back_ends: [sshd, certificates]"));

    Catalog both = catalog(tree, "laptop");

    assertEquals(
        1,
        both.resources().stream().filter(one -> one.id().toString().equals("service:ssh")).count());
    assertTrue(
        both.dependenciesOf(new ResourceId("service", "ssh"))
            .containsAll(
                Set.of(DROP_IN, new ResourceId("file", "/etc/ssh/sshd_config.d/10-mesh.conf"))));
  }
}
