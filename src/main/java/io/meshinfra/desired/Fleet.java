package io.meshinfra.desired;

import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.resource.Catalog;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** STAND-IN until the desired branch lands. */
public record Fleet(Revision revision, Map<NodeName, FleetNode> byName, Map<NodeName, Catalog> catalogs) {
  public Collection<FleetNode> nodes() {
    return byName.values();
  }

  public Optional<FleetNode> node(NodeName name) {
    return Optional.ofNullable(byName.get(name));
  }

  public Catalog catalog(NodeName name) {
    return catalogs.get(name);
  }
}
