package io.meshinfra.network;

import com.google.auto.service.AutoService;
import io.meshinfra.desired.Contribution;
import io.meshinfra.desired.Contributor;
import io.meshinfra.desired.Finding;
import io.meshinfra.desired.Members;
import io.meshinfra.desired.yaml.Position;
import io.meshinfra.desired.yaml.Yaml;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.NodeName;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Gives nodes the files that the network intent compiles to, where a back end is switched on. */
@AutoService(Contributor.class)
public final class NetworkContributor implements Contributor {
  @Override
  public Contribution contribute(FileTree tree, String intents, Members fleet) {
    return switch (NetworkPlanner.plan(tree, intents, fleet)) {
      case NetworkPlan.Absent absent -> Contribution.NOTHING;
      case NetworkPlan.Refused(List<Finding> findings) -> Contribution.refused(findings);
      case NetworkPlan.Planned(PlannedNetwork network) ->
          new Contribution(resources(network), List.of());
    };
  }

  private static SortedMap<NodeName, List<Yaml>> resources(PlannedNetwork network) {
    SortedMap<NodeName, List<Yaml>> resources = new TreeMap<>();
    network
        .rulesets()
        .forEach((node, text) ->
            resources.put(node, nftables(text, network.intent().nodes().get(node).at())));
    return resources;
  }

  /** The unit of the distribution loads the file at boot, and on reload in one go. */
  private static List<Yaml> nftables(String text, Position at) {
    Written written = new Written(at);
    return List.of(
        written.map("package", written.map("names", written.list("nftables"))),
        written.map(
            "file",
            written.map(
                "path", written.word("/etc/nftables.conf"),
                "content", written.word(text),
                "owner", written.word("root"),
                "group", written.word("root"),
                "mode", written.word("0644"),
                "validate", written.word("nft -c -f %s")),
            "after",
            written.list("package:nftables"),
            "guard",
            written.word("true")),
        written.map(
            "service",
            written.map(
                "name", written.word("nftables"),
                "running", written.word("true"),
                "enabled", written.word("true"),
                "reloadOn", written.list("file:/etc/nftables.conf")),
            "after",
            written.list("package:nftables"),
            "guard",
            written.word("true")));
  }
}
