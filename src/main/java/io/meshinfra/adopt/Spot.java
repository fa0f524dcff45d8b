package io.meshinfra.adopt;

import io.meshinfra.model.NodeName;
import io.meshinfra.model.ResourceId;

/** One resource of one node. */
record Spot(NodeName node, ResourceId id) {}
