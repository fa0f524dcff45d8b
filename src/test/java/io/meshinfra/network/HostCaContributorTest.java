package io.meshinfra.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.desired.Catalogs;
import io.meshinfra.desired.Loading;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Prune;
import io.meshinfra.model.ResourceId;
import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.HoldsSecrets;
import io.meshinfra.resource.Resource;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.support.MemoryTree;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What shows who a node is, in its catalog. */
class HostCaContributorTest {
  private static final String ED25519 =
      "file:/etc/ssh/mesh-host-ca/ssh-ed25519-fd7eecc95544-cert.pub";
  private static final String ECDSA =
      "file:/etc/ssh/mesh-host-ca/ecdsa-sha2-nistp256-3e2b77ac1d72-cert.pub";
  private static final String DROP_IN = "file:/etc/ssh/sshd_config.d/15-mesh-host-ca.conf";

  private static Catalog catalog(String node) {
    MemoryTree tree = MemoryTree.of(Path.of("src/test/resources/network/host-ca/in"));
    Loading loading = new Catalogs(ResourceTypes.installed()).load(tree, "desired-state");
    return assertInstanceOf(Loading.Loaded.class, loading, loading.toString())
        .fleet()
        .node(new NodeName(node))
        .orElseThrow()
        .catalog();
  }

  private static List<String> ids(String node) {
    return catalog(node).resources().stream()
        .map(one -> one.id().toString())
        .filter(id -> !id.contains("ssh_config.d") && !id.contains("known_hosts"))
        .toList();
  }

  private static ResourceId id(String text) {
    return ResourceId.parse(text);
  }

  @Test
  void shouldGiveANodeACertificateForEachPinnedKeyAndTheLinesForSshd() {
    assertEquals(
        List.of("directory:/etc/ssh/mesh-host-ca", ED25519, ECDSA, DROP_IN, "service:ssh"),
        ids("laptop"));
    Catalog catalog = catalog("laptop");
    assertTrue(catalog.dependenciesOf(id(DROP_IN)).containsAll(Set.of(id(ED25519), id(ECDSA))));
    assertTrue(
        catalog
            .dependenciesOf(id("service:ssh"))
            .containsAll(Set.of(id(ED25519), id(ECDSA), id(DROP_IN))));
  }

  /** A revision is public to whoever may read git, and none can have a certificate signed. */
  @Test
  void shouldOnlyNameTheCertificates() {
    List<String> named =
        catalog("laptop").resources().stream()
            .flatMap(one -> HoldsSecrets.of(one).stream())
            .flatMap(text -> text.secrets().stream())
            .map(Object::toString)
            .toList();

    assertEquals(
        List.of(
            "host-certificate:laptop#SHA256:/X7syVVEzDR1AewFbJks9lRvHePkqklPZKX+mV41nzI",
            "host-certificate:laptop#SHA256:Pit3rB1ybKu2Ih28A/aev1eaOmeCP65fUOSVHUvkRpk"),
        named);
  }

  @Test
  void shouldTakeTheLinesForSshdAwayWhereTheBackEndIsOff() {
    assertEquals(List.of(DROP_IN), ids("wsl"));
  }

  @Test
  void shouldLetTheLinesForSshdBePruned() {
    Set<String> pruned =
        catalog("laptop").resources().stream()
            .filter(one -> one.terms().prune().equals(Optional.of(Prune.UNATTENDED)))
            .map(Resource::id)
            .map(ResourceId::toString)
            .collect(Collectors.toSet());

    assertEquals(Set.of(DROP_IN), pruned);
  }
}
