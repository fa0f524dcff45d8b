package io.meshinfra.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.adopt.Adopter;
import io.meshinfra.adopt.Adoption;
import io.meshinfra.desired.Catalogs;
import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.Loading;
import io.meshinfra.drift.Drift;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.Facts;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Origin;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.Value;
import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Resource;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.support.MemoryTree;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the intent gives to nodes, in their catalogs beside all else. */
class NetworkContributorTest {
  private static final String INTENT = "infra/policy/intent/network.yaml";
  private static final NodeName HUB = new NodeName("hub");
  private static final ResourceId FILE = new ResourceId("file", "/etc/nftables.conf");

  private static MemoryTree nftables() {
    return MemoryTree.of(Path.of("src/test/resources/network/nftables/in"));
  }

  private static String text(MemoryTree tree, String file) {
    return tree.read(file).orElseThrow().text().orElseThrow();
  }

  private static Loading load(MemoryTree tree) {
    return new Catalogs(ResourceTypes.installed()).load(tree, "desired-state");
  }

  private static Fleet fleet(MemoryTree tree) {
    Loading loading = load(tree);
    return assertInstanceOf(Loading.Loaded.class, loading, loading.toString()).fleet();
  }

  private static String mistakes(MemoryTree tree) {
    return assertInstanceOf(Loading.Invalid.class, load(tree)).report();
  }

  private static List<String> ids(Catalog catalog) {
    return catalog.resources().stream().map(resource -> resource.id().toString()).toList();
  }

  @Test
  void shouldGiveEachNodeItsFirewallUnderTheGuard() {
    Catalog catalog = fleet(nftables()).node(HUB).orElseThrow().catalog();

    assertEquals(
        List.of("package:nftables", "file:/etc/nftables.conf", "service:nftables"), ids(catalog));
    assertEquals(
        Set.of(new ResourceId("package", "nftables"), FILE),
        catalog.dependenciesOf(new ResourceId("service", "nftables")));
    List<Resource<?>> guarded =
        catalog.resources().stream().filter(resource -> resource.terms().guard()).toList();
    assertEquals(2, guarded.size());
    assertEquals(
        INTENT + ":6:3", guarded.getFirst().terms().position(), "where the node is written");
  }

  @Test
  void shouldGiveEachNodeWhatSshNeeds() {
    MemoryTree tree = MemoryTree.of(Path.of("src/test/resources/network/ssh-access/in"));

    Catalog catalog = fleet(tree).node(new NodeName("laptop")).orElseThrow().catalog();

    assertEquals(
        Set.of(
            "directory:/etc/ssh/sshd_config.d",
            "file:/etc/ssh/sshd_config.d/10-mesh.conf",
            "service:sshd",
            "shell:sshd-socket",
            "shell:sshd-penalties",
            "block:/etc/hosts#mesh",
            "directory:/etc/ssh/ssh_config.d",
            "file:/etc/ssh/ssh_config.d/10-mesh.conf",
            "file:/etc/ssh/ssh_known_hosts"),
        Set.copyOf(ids(catalog)));
    assertEquals(
        List.of(
            "file:/etc/ssh/sshd_config.d/10-mesh.conf",
            "shell:sshd-socket",
            "shell:sshd-penalties",
            "service:sshd"),
        catalog.resources().stream()
            .filter(resource -> resource.terms().guard())
            .map(resource -> resource.id().toString())
            .toList());
  }

  @Test
  void shouldTouchNobodyBeforeABackEndIsNamed() {
    MemoryTree tree = nftables();
    String without = text(tree, INTENT).replace("back_ends: [nftables]\n", "");

    fleet(tree.with(INTENT, without))
        .nodes()
        .values()
        .forEach(node -> assertEquals(List.of(), ids(node.catalog())));
  }

  @Test
  void shouldGiveNothingWithoutAnIntent() {
    MemoryTree tree =
        MemoryTree.of("desired-state/nodes.yaml", text(nftables(), "desired-state/nodes.yaml"));

    assertEquals(List.of(), ids(fleet(tree).node(HUB).orElseThrow().catalog()));
  }

  @Test
  void shouldRefuseARevisionWhoseIntentIsWrongBesideAllOtherMistakes() {
    MemoryTree tree = nftables();
    String wrong = text(tree, INTENT).replace("role:workstation", "role:workstations");
    tree.with(INTENT, wrong)
        .with("desired-state/p.yaml", "apiVersion: mesh-infra/v1\nkind: Profil\n");

    assertEquals(
        """
        desired-state/p.yaml:2:7: unknown kind "Profil"; did you mean "Profile"?
        infra/policy/intent/network.yaml:14:41: there is no role workstations; did you mean "workstation"?
        """,
        mistakes(tree));
  }

  @Test
  void shouldNotLetANodeWriteItsOwnFirewallBeside() {
    MemoryTree tree = nftables();
    tree.with(
        "desired-state/p.yaml",
        """
        apiVersion: mesh-infra/v1
        kind: Profile
        metadata: {name: open}
        spec:
          selector: {}
          resources:
            - file: {path: /etc/nftables.conf, content: "flush ruleset\\n"}
        """);

    String mistakes = mistakes(tree);

    assertTrue(
        mistakes.contains(
            "file:/etc/nftables.conf is already set differently at desired-state/p.yaml:7:7; keep one of the two"),
        mistakes);
  }

  @Test
  void shouldKeepTheModeOfTheNode() {
    MemoryTree tree = nftables();
    String observed =
        text(tree, "desired-state/nodes.yaml").replaceFirst("spec:\n", "spec:\n  mode: observe\n");

    Catalog catalog =
        fleet(tree.with("desired-state/nodes.yaml", observed)).node(HUB).orElseThrow().catalog();

    assertTrue(
        catalog.resources().stream()
            .allMatch(resource -> resource.terms().mode().word().equals("observe")));
  }

  @Test
  void shouldSayThatWhatFollowsFromAnIntentIsNotAdopted() {
    MemoryTree tree = nftables();
    Catalog catalog = fleet(tree).node(HUB).orElseThrow().catalog();
    Change mode =
        new Change.Update(
            new TreeMap<>(
                Map.of(
                    "mode",
                    new Change.Difference(Optional.of(Value.of("0600")), Value.of("0644")))));
    ResourceChange change = new ResourceChange(catalog.resources().get(1), mode, Origin.CORRECTIVE);
    Drift drift = new Drift(catalog, Facts.UNKNOWN, Instant.EPOCH, List.of(change));

    Adoption adoption =
        new Adopter(ResourceTypes.installed()).adopt(tree, "desired-state", List.of(drift));

    assertTrue(adoption.isEmpty());
    assertEquals(
        "no manifest has an entry for it: it follows from an intent, at " + INTENT + ":6:3",
        adoption.refused().getFirst().reason());
  }
}
