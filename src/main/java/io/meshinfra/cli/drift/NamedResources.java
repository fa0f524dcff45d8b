package io.meshinfra.cli.drift;

import io.meshinfra.cli.Failure;
import io.meshinfra.cli.fleet.DirectFleet;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Printable;
import io.meshinfra.model.ResourceId;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The resources of a node that a command line names; all of them when it names none. */
record NamedResources(SortedSet<ResourceId> ids) {

  /**
   * @throws Failure when the node has no such resource
   */
  static NamedResources of(List<String> names, DirectFleet fleet, NodeName node) {
    SortedSet<ResourceId> ids = new TreeSet<>();
    for (String name : names == null ? List.<String>of() : names) {
      ResourceId id = id(name);
      boolean known =
          fleet.fleet().node(node).orElseThrow().catalog().resources().stream()
              .anyMatch(one -> one.id().equals(id));
      if (!known) {
        throw new Failure(
            "node %s has no resource %s; mesh diff shows those that drift"
                .formatted(node, Printable.quote(name)));
      }
      ids.add(id);
    }
    return new NamedResources(ids);
  }

  private static ResourceId id(String text) {
    try {
      return ResourceId.parse(text);
    } catch (IllegalArgumentException e) {
      throw new Failure(e.getMessage());
    }
  }

  boolean contains(ResourceId id) {
    return ids.isEmpty() || ids.contains(id);
  }
}
