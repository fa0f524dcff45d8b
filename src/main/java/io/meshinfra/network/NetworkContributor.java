package io.meshinfra.network;

import com.google.auto.service.AutoService;
import io.meshinfra.desired.Contribution;
import io.meshinfra.desired.Contributor;
import io.meshinfra.desired.Finding;
import io.meshinfra.desired.Members;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.MeshNode;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Gives nodes the files that the network intent compiles to, where a back end is switched on. */
@AutoService(Contributor.class)
public final class NetworkContributor implements Contributor {
  /** One for each back end but firewalls, in the order in which resources are written. */
  private static final List<FilesByIntent> BACK_ENDS =
      List.of(
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

  private static SortedMap<NodeName, List<Contribution.Given>> resources(PlannedNetwork network) {
    SortedMap<NodeName, List<Contribution.Given>> resources = new TreeMap<>();
    for (MeshNode node : network.intent().nodes().values()) {
      List<Contribution.Given> given = new ArrayList<>(FirewallFiles.of(network, node));
      BACK_ENDS.forEach(files ->
          files.of(network, node).forEach(entry -> given.add(new Contribution.Given(entry))));
      if (!given.isEmpty()) {
        resources.put(node.name(), SharedServices.merged(given));
      }
    }
    return resources;
  }
}
