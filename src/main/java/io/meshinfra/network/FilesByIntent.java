package io.meshinfra.network;

import io.meshinfra.desired.yaml.Yaml;
import io.meshinfra.network.intent.MeshNode;
import java.util.List;

/** What one back end gives a node, as resources would be written in a manifest. */
@FunctionalInterface
interface FilesByIntent {
  /** Nothing, where the back end is not switched on for the node. */
  List<Yaml> of(PlannedNetwork network, MeshNode node);
}
