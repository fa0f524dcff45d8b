package io.meshinfra.desired;

import io.meshinfra.model.NodeName;
import io.meshinfra.resource.Resource;
import java.util.List;

/**
 * Is told of the resources of each node as they are written: one that stands in two places is told
 * twice, each time with its place. What intents contribute is written in no list of resources, and
 * is not told.
 */
@FunctionalInterface
public interface Declared {
  Declared NOBODY = (node, resources) -> {};

  void on(NodeName node, List<Resource<?>> resources);
}
