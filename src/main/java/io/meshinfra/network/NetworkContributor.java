package io.meshinfra.network;

import com.google.auto.service.AutoService;
import io.meshinfra.desired.Contribution;
import io.meshinfra.desired.Contributor;
import io.meshinfra.desired.Finding;
import io.meshinfra.desired.Members;
import io.meshinfra.desired.yaml.Yaml;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.MeshNode;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Gives nodes the files that the network intent compiles to, where a back end is switched on. */
@AutoService(Contributor.class)
public final class NetworkContributor implements Contributor {
  /** One for each back end, in the order in which resources are written. */
  private static final List<NodeFiles> BACK_ENDS =
      List.of(
          new NftablesFiles(),
          new FirewalldFiles(),
          new UfwFiles(),
          new WireguardFiles(),
          new TailscaleFiles(),
          new SshdFiles(),
          new HostsFiles(),
          new SshFiles(),
          new SshCaFiles(),
          new HostCaFiles());

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
    for (MeshNode node : network.intent().nodes().values()) {
      List<Yaml> given =
          BACK_ENDS.stream().flatMap(files -> files.of(network, node).stream()).toList();
      if (!given.isEmpty()) {
        resources.put(node.name(), SharedServices.merged(given));
      }
    }
    return resources;
  }
}
