package io.meshinfra.desired;

import io.meshinfra.model.NodeName;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The nodes of a fleet as they are written.
 *
 * @param complete whether all manifests could be read; else a node that is not here may be written
 *     nevertheless
 */
public record Members(SortedMap<NodeName, Member> nodes, boolean complete) {
  public Members {
    nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
  }
}
