package io.meshinfra.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.desired.Catalogs;
import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.Loading;
import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.policy.risk.Risk;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.source.DirectoryTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FleetDifferenceTest {
  private static final String NODE =
      """
      apiVersion: mesh-infra/v1
      kind: Node
      metadata: {name: %s, labels: {role: %s}}
      spec: {access: [{local: true}]}
      ---
      """;
  private static final String PROFILE =
      """
      apiVersion: mesh-infra/v1
      kind: Profile
      metadata: {name: all}
      spec:
        selector: {}
        resources:
      %s
      """;
  private static final String NODES = NODE.formatted("hub", "hub") + NODE.formatted("lap", "work");

  @TempDir Path folder;
  private int made;

  private Fleet fleet(String nodes, String resources) throws IOException, UnreadableFile {
    Path tree = Files.createDirectory(folder.resolve("tree" + made++));
    Files.writeString(
        tree.resolve("fleet.yaml"),
        nodes + (resources.isEmpty() ? "" : PROFILE.formatted(resources.indent(4))));
    return switch (new Catalogs(ResourceTypes.installed()).load(DirectoryTree.of(tree), "")) {
      case Loading.Loaded loaded -> loaded.fleet();
      case Loading.Invalid invalid -> throw new AssertionError(invalid.report());
    };
  }

  private static Map<String, Map<String, Risk>> told(Reach reach) {
    Map<String, Map<String, Risk>> all = new TreeMap<>();
    ((Reach.Told) reach)
        .nodes()
        .forEach((name, node) -> {
          Map<String, Risk> risks = new TreeMap<>();
          node.changes().forEach((what, assessed) -> risks.put(what, assessed.risk()));
          all.put(name.value(), risks);
        });
    return all;
  }

  @Test
  void shouldFindNothingBetweenTheSame() throws Exception {
    String resources = "- file: {path: /etc/a, content: x}";

    Reach reach =
        FleetDifference.between(fleet(NODES, resources), fleet("# moved\n" + NODES, resources));

    assertEquals(Map.of(), told(reach));
  }

  @Test
  void shouldFindChangedAddedAndRemovedResources() throws Exception {
    Fleet before =
        fleet(
            NODE.formatted("hub", "hub"),
            "- file: {path: /etc/a, content: x}\n- hostname: {name: gone}");
    Fleet after =
        fleet(
            NODE.formatted("hub", "hub"),
            "- file: {path: /etc/a, content: y}\n- shell: {name: s, check: 'true', apply: 'true'}");

    assertEquals(
        Map.of(
            "hub",
            Map.of("file:/etc/a", Risk.LOW, "hostname:node", Risk.MEDIUM, "shell:s", Risk.MEDIUM)),
        told(FleetDifference.between(before, after)));
  }

  @Test
  void shouldFindAChangeOfModeAndOrder() throws Exception {
    Fleet before =
        fleet(
            NODE.formatted("hub", "hub"),
            "- file: {path: /a, content: x}\n- package: {names: [b]}");
    Fleet after =
        fleet(
            NODE.formatted("hub", "hub"),
            "- file: {path: /a, content: x}\n  after: ['package:b']\n- package: {names: [b]}\n"
                + "  mode: observe");

    assertEquals(
        Map.of("file:/a", Risk.LOW, "package:b", Risk.MEDIUM),
        told(FleetDifference.between(before, after)).get("hub"));
  }

  @Test
  void shouldFindANodeThatIsTreatedOtherwise() throws Exception {
    Fleet before = fleet(NODES, "");
    Fleet after = fleet(NODES.replace("{role: work}", "{role: other}"), "");

    assertEquals(
        Map.of("lap", Map.of("the node itself", Risk.HIGH)),
        told(FleetDifference.between(before, after)));
  }

  @Test
  void shouldFindNodesThatComeAndGo() throws Exception {
    Reach reach =
        FleetDifference.between(
            fleet(NODE.formatted("hub", "hub"), ""), fleet(NODE.formatted("lap", "work"), ""));

    assertEquals(java.util.Set.of("hub", "lap"), told(reach).keySet());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "file: {path: /etc/motd, content: x}                          | LOW",
        "file: {path: /etc/ssh/sshd_config.d/x, content: x}           | CRITICAL",
        "directory: {path: /home/a/.ssh, mode: '0700'}                | HIGH",
        "sudoers: {name: x, content: 'a ALL=(root) /bin/true'}        | CRITICAL",
        "shell: {name: s, check: 'true', apply: 'systemctl stop ssh'} | CRITICAL",
        "cron: {name: c, schedule: '@daily', command: 'true'}         | MEDIUM"
      })
  void shouldKnowTheRiskOfWhatIsAdded(String resource, Risk least) throws Exception {
    Fleet before = fleet(NODE.formatted("hub", "hub"), "");
    Fleet after = fleet(NODE.formatted("hub", "hub"), "- " + resource.strip());

    Risk risk = told(FleetDifference.between(before, after)).get("hub").values().iterator().next();

    assertTrue(risk.isAtLeast(least), () -> resource + " is " + risk);
  }

  @Test
  void shouldTellWhatIsLeftAlone() throws Exception {
    Fleet before =
        fleet(NODE.formatted("hub", "hub"), "- file: {path: /etc/ssh/ssh_config, content: x}");
    Fleet after = fleet(NODE.formatted("hub", "hub"), "");

    assertEquals(
        Map.of("hub", Map.of("file:/etc/ssh/ssh_config", Risk.CRITICAL)),
        told(FleetDifference.between(before, after)));
  }

  @Test
  void shouldFindANodeThatIsReachedOtherwise() throws Exception {
    Fleet before = fleet(NODE.formatted("hub", "hub"), "");
    Fleet after =
        fleet(NODE.formatted("hub", "hub").replace("{access:", "{user: nobody, access:"), "");

    assertEquals(
        Map.of("hub", Map.of("the node itself", Risk.CRITICAL)),
        told(FleetDifference.between(before, after)));
  }
}
