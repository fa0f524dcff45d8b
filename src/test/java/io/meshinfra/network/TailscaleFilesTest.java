package io.meshinfra.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.desired.Catalogs;
import io.meshinfra.desired.Loading;
import io.meshinfra.model.NodeName;
import io.meshinfra.resource.Resource;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.support.MemoryTree;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the back end tailscale gives a node, in its catalog beside all else. */
class TailscaleFilesTest {
  private static final String INTENT = "infra/policy/intent/network.yaml";

  private static MemoryTree tree() {
    return MemoryTree.of(Path.of("src/test/resources/network/tailscale/in"));
  }

  private static Loading load(MemoryTree tree) {
    return new Catalogs(ResourceTypes.installed()).load(tree, "desired-state");
  }

  private static Map<String, Resource<?>> of(String node) {
    Loading loading = load(tree());
    return assertInstanceOf(Loading.Loaded.class, loading, loading.toString())
        .fleet()
        .node(new NodeName(node))
        .orElseThrow()
        .catalog()
        .resources()
        .stream()
        .collect(Collectors.toMap(one -> one.id().toString(), Function.identity()));
  }

  @Test
  void shouldGiveTheDaemonAndItsPreferencesUnderTheGuard() {
    Map<String, Resource<?>> laptop = of("laptop");

    assertEquals(
        List.of(
            "package:tailscale",
            "service:tailscaled",
            "shell:tailscale",
            "shell:tailscale-identity"),
        laptop.keySet().stream().sorted().toList());
    assertTrue(laptop.get("service:tailscaled").terms().guard());
    assertTrue(laptop.get("shell:tailscale").terms().guard());
  }

  @Test
  void shouldOnlyLookWhetherTheNodeHasJoined() {
    assertEquals("observe", of("laptop").get("shell:tailscale-identity").terms().mode().word());
  }

  @Test
  void shouldDoWithoutAnInterfaceWhereTheHostIsNotOurs() {
    assertTrue(of("wsl").containsKey("file:/etc/default/tailscaled"));
    assertTrue(of("wsl").get("file:/etc/default/tailscaled").terms().guard());
  }

  @Test
  void shouldRefuseAPolicyThatLetsNoHubIn() {
    MemoryTree tree = tree();
    String text = tree.read(INTENT).orElseThrow().text().orElseThrow();

    Loading loading =
        load(tree.with(INTENT, text.replace("back_ends: [nftables, tailscale]", "back_ends: []")));

    String mistakes = assertInstanceOf(Loading.Invalid.class, loading).report();
    assertTrue(
        mistakes.contains(
            "no node with the role hub has the back end tailscale, so the policy file would let no"
                + " hub in; give it one"),
        mistakes);
  }

  @Test
  void shouldRefuseAnExitNodeThatNobodyCouldName() {
    MemoryTree tree = tree();
    String text = tree.read(INTENT).orElseThrow().text().orElseThrow();

    Loading loading = load(tree.with(INTENT, text.replace("internet_by: hub", "internet_by: wsl")));

    String mistakes = assertInstanceOf(Loading.Invalid.class, loading).report();
    assertTrue(mistakes.contains("wsl has no exit_node: true"), mistakes);
  }
}
