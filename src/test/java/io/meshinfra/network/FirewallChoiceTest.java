package io.meshinfra.network;

import static io.meshinfra.model.FirewallProgram.FIREWALLD;
import static io.meshinfra.model.FirewallProgram.FOREIGN;
import static io.meshinfra.model.FirewallProgram.NFTABLES;
import static io.meshinfra.model.FirewallProgram.UFW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.desired.Catalogs;
import io.meshinfra.desired.Loading;
import io.meshinfra.drift.Drift;
import io.meshinfra.drift.DriftDetector;
import io.meshinfra.drift.LastApplied;
import io.meshinfra.model.Facts;
import io.meshinfra.model.FirewallProgram;
import io.meshinfra.model.FirewallUse;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Observation;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.Snapshot;
import io.meshinfra.plan.Plan;
import io.meshinfra.plan.Planner;
import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.support.MemoryTree;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Which firewall a node gets, and what waits, by what its probe has learned. */
class FirewallChoiceTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final String INTENT = "infra/policy/intent/network.yaml";

  private static MemoryTree tree() {
    return MemoryTree.of(Path.of("src/test/resources/network/firewall-in-use/in"));
  }

  private static Catalog catalog(MemoryTree tree, String node) {
    Loading loading = new Catalogs(ResourceTypes.installed()).load(tree, "desired-state");
    return assertInstanceOf(Loading.Loaded.class, loading, loading.toString())
        .fleet()
        .node(new NodeName(node))
        .orElseThrow()
        .catalog();
  }

  private static Facts of(String distribution) {
    return new Facts(
        "Linux",
        distribution,
        "12",
        "x86_64",
        "6.1",
        "laptop",
        Facts.Init.SYSTEMD,
        Facts.PackageManager.APT,
        "none",
        1,
        List.of(),
        "boot");
  }

  private static Facts debian(FirewallProgram... running) {
    return of("debian").using(FirewallUse.of(Set.of(running), Set.of()));
  }

  private static Drift drift(Catalog catalog, Facts facts) {
    Map<ResourceId, Observation> seen = new LinkedHashMap<>();
    catalog.resources().forEach(resource -> seen.put(resource.id(), Observation.ABSENT));
    return DriftDetector.detect(
        catalog, new Snapshot(catalog.node(), NOW, facts, seen), LastApplied.NONE);
  }

  private static Plan plan(Catalog catalog, Facts facts) {
    return Planner.plan(drift(catalog, facts));
  }

  private static List<String> done(Plan plan) {
    return plan.steps().stream()
        .flatMap(step -> step.changes().stream())
        .map(change -> change.id().toString())
        .toList();
  }

  private static String reasons(Plan plan) {
    assertEquals(List.of(), done(plan), "nothing is touched");
    return plan.waiting().stream()
        .map(waits -> waits.reason())
        .distinct()
        .collect(Collectors.joining("\n"));
  }

  private static List<String> waiting(Plan plan) {
    return plan.waiting().stream().map(waits -> waits.change().id().toString()).toList();
  }

  private static final List<String> OF_NFTABLES =
      List.of("package:nftables", "file:/etc/nftables.conf", "service:nftables");
  private static final List<String> OF_UFW =
      List.of(
          "package:ufw",
          "file:/etc/ufw/before.rules",
          "file:/etc/ufw/before6.rules",
          "file:/etc/ufw/ufw.conf",
          "service:ufw",
          "shell:ufw-loaded");
  private static final List<String> OF_FIREWALLD =
      List.of(
          "package:firewalld",
          "file:/etc/firewalld/policies/mesh-infra-in.xml",
          "file:/etc/firewalld/policies/mesh-infra-out.xml",
          "file:/etc/firewalld/zones/mesh-infra.xml",
          "service:firewalld");

  @Test
  void shouldGiveANodeTheFirewallThatItUses() {
    Catalog laptop = catalog(tree(), "laptop");

    assertEquals(OF_NFTABLES, done(plan(laptop, debian())), "it uses none");
    assertEquals(OF_NFTABLES, done(plan(laptop, debian(NFTABLES))), "ours, since the last time");
    assertEquals(OF_UFW, done(plan(laptop, debian(UFW))));
    assertEquals(OF_FIREWALLD, done(plan(laptop, debian(FIREWALLD))));
    for (FirewallProgram program : List.of(UFW, FIREWALLD, NFTABLES)) {
      assertEquals(List.of(), waiting(plan(laptop, debian(program))), "others are passed over");
    }
  }

  @Test
  void shouldCountWhatStartsAtTheNextBootAsUsed() {
    Facts stopped = of("debian").using(FirewallUse.of(Set.of(), Set.of(FIREWALLD)));

    assertEquals(OF_FIREWALLD, done(plan(catalog(tree(), "laptop"), stopped)));
  }

  @Test
  void shouldWaitUntilItIsKnownWhatTheNodeUses() {
    for (String node : List.of("laptop", "wsl")) {
      Plan plan = plan(catalog(tree(), node), of("debian"));

      assertEquals(
          "which firewalls the node uses could not be found out, so none is touched",
          reasons(plan));
    }
    assertEquals(OF_NFTABLES, waiting(plan(catalog(tree(), "laptop"), of("debian"))), "told once");
  }

  @Test
  void shouldWaitWhereTwoFightAlready() {
    Plan plan = plan(catalog(tree(), "laptop"), debian(FIREWALLD, UFW));

    assertEquals(
        "the node uses firewalld and ufw, and two firewalls shut out what either does not let in; leave one of them",
        reasons(plan));
    assertTrue(
        reasons(plan(catalog(tree(), "laptop"), debian(FOREIGN))).contains("somebody else's"));
    assertTrue(
        reasons(plan(catalog(tree(), "laptop"), debian(NFTABLES, FOREIGN)))
            .contains("leave one of them"));
  }

  @Test
  void shouldWaitWhereTheOneInUseCannotSayWhatIsMeant() {
    Plan plan = plan(catalog(tree(), "hub"), debian(FIREWALLD));

    assertTrue(
        reasons(plan)
            .startsWith(
                "the node uses firewalld, but firewalld cannot count each address by itself"),
        reasons(plan));
    assertEquals(OF_UFW, done(plan(catalog(tree(), "hub"), debian(UFW))), "ufw can");
  }

  @Test
  void shouldNotGiveUfwWhatTailscaleLetsInBeforeIt() {
    MemoryTree tree = tree();
    String intent = tree.read(INTENT).orElseThrow().text().orElseThrow();
    Catalog laptop = catalog(tree.with(INTENT, intent.replace("[wg0]", "[tailscale0]")), "laptop");

    assertTrue(reasons(plan(laptop, debian(UFW))).contains("before ufw is asked"));
    assertEquals(OF_NFTABLES, done(plan(laptop, debian())));
  }

  @Test
  void shouldLetANamedOneWaitForThePersonWhoTurnsTheOtherOneOff() {
    Catalog wsl = catalog(tree(), "wsl");

    assertEquals(OF_UFW, done(plan(wsl, debian())));
    assertEquals(OF_UFW, done(plan(wsl, debian(UFW))));
    Plan waits = plan(wsl, debian(FIREWALLD));
    assertEquals(OF_UFW, waiting(waits));
    assertEquals(
        "ufw is named, but the node uses firewalld, and two firewalls shut out what either does not let in; turn it off there by hand, or say back_ends: [firewall] for the one that the node uses",
        reasons(waits));
    assertTrue(reasons(plan(wsl, debian(NFTABLES))).contains("nftables of mesh-infra"));
    assertTrue(reasons(plan(wsl, debian(FOREIGN, UFW))).endsWith("turn it off there by hand"));
  }

  @Test
  void shouldPutTheRulesWhereTheDistributionLoadsThem() {
    Catalog laptop = catalog(tree(), "laptop");

    assertEquals(
        List.of("package:nftables", "file:/etc/sysconfig/nftables.conf", "service:nftables"),
        done(plan(laptop, of("fedora").using(FirewallUse.NONE))));
    assertEquals(
        List.of("package:nftables", "file:/etc/nftables.nft", "service:nftables"),
        done(plan(laptop, of("alpine").using(FirewallUse.NONE))));
    assertEquals(OF_NFTABLES, done(plan(laptop, of("arch").using(FirewallUse.NONE))));
    assertTrue(
        reasons(plan(laptop, of("plan9").using(FirewallUse.NONE)))
            .startsWith("where plan9 loads the rules of nftables from is not known; write"),
        "nothing is guessed");
    assertEquals(
        OF_UFW, done(plan(laptop, of("plan9").using(FirewallUse.of(Set.of(UFW), Set.of())))));
  }

  @Test
  void shouldBelieveTheLabelOfTheNode() {
    String nodes = "desired-state/nodes.yaml";
    MemoryTree tree = tree();
    String labelled =
        tree.read(nodes)
            .orElseThrow()
            .text()
            .orElseThrow()
            .replace("{name: laptop}", "{name: laptop, labels: {os: fedora}}");

    assertEquals(
        List.of("package:nftables", "file:/etc/sysconfig/nftables.conf", "service:nftables"),
        done(plan(catalog(tree.with(nodes, labelled), "laptop"), of("").using(FirewallUse.NONE))));
  }

  @Test
  void shouldNotTakeForAppliedWhatWasPassedOver() {
    Drift drift = drift(catalog(tree(), "laptop"), debian(UFW));

    assertEquals(
        Map.of(), LastApplied.NONE.after(drift).prints(), "all of ufw is missing, and no more");
    assertEquals(
        OF_UFW.size(),
        drift.catalog().wantedOn(drift.facts()).resources().size(),
        "that much is left alone");
  }
}
