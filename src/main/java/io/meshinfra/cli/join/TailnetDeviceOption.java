package io.meshinfra.cli.join;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.cli.Failure;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.fleet.Manifests;
import io.meshinfra.cli.hub.HubApi;
import io.meshinfra.cli.hub.HubOptions;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Printable;
import io.meshinfra.network.NetworkPlan;
import io.meshinfra.network.PlannedNetwork;
import io.meshinfra.network.intent.Ipv4;
import io.meshinfra.network.intent.MeshNode;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whether the device of a node goes from the tailnet too; the hub does it, which has the key. */
final class TailnetDeviceOption {
  @Option(
      names = "--tailnet-device",
      description =
          "Have the hub remove its device from the tailnet: the one whose address and hostname are"
              + " those of the node. You are told which one before.")
  private boolean wanted;

  /**
   * A device that was found, and the hub that removes it.
   *
   * @param words which device it is
   */
  record Found(HubApi hub, NodeName node, Ipv4 address, String id, String words) {
    /**
     * @throws Failure when it was not removed
     */
    String remove() {
      JsonNode answer = hub.removeTailnetDevice(node.value(), address.toString(), id);
      String told = Printable.block(answer.path("words").asText());
      return switch (answer.path("outcome").asText()) {
        case "removed" -> "did: removed the device " + told + " from the tailnet\n";
        case "gone" -> "there is no such device in the tailnet any more\n";
        default ->
            throw new Failure(
                "the device %s is still in the tailnet: %s; the repository is without the node already, so remove it in the admin console"
                    .formatted(words, told));
      };
    }
  }

  /**
   * Looks for the device, and changes nothing.
   *
   * @return empty when it is not wanted, or the tailnet has none
   * @throws Failure when it cannot be told which one it is
   */
  Optional<Found> look(NodeName node, Manifests manifests, HubOptions hub, Shell shell) {
    if (!wanted) {
      return Optional.empty();
    }
    Ipv4 address =
        manifests.network() instanceof NetworkPlan.Planned(PlannedNetwork network)
                && network.intent().node(node).isPresent()
            ? network.intent().node(node).map(MeshNode::address).orElseThrow()
            : none(node);
    HubApi api = hub.hub(shell);
    JsonNode answer = api.tailnetDevice(node.value(), address.toString());
    String words = Printable.line(answer.path("words").asText());
    return switch (answer.path("outcome").asText()) {
      case "found" -> Optional.of(new Found(api, node, address, answer.path("id").asText(), words));
      case "gone" -> {
        shell.progress("tailnet: " + words);
        yield Optional.empty();
      }
      default -> throw new Failure("nothing was removed: " + words);
    };
  }

  private static Ipv4 none(NodeName node) {
    throw new Failure(
        "--tailnet-device needs the address of %s, and the network intent has no such node; remove the device in the admin console"
            .formatted(node));
  }
}
