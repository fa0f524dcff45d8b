package io.meshinfra.desired;

import io.meshinfra.desired.yaml.Yaml;
import io.meshinfra.model.NodeName;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a contributor gives.
 *
 * @param resources of each node, as they would be written in a list of resources
 * @param findings mistakes; with one of them the revision is never applied
 */
public record Contribution(SortedMap<NodeName, List<Yaml>> resources, List<Finding> findings) {
  public static final Contribution NOTHING = new Contribution(new TreeMap<>(), List.of());

  public Contribution {
    TreeMap<NodeName, List<Yaml>> copied = new TreeMap<>();
    resources.forEach((node, entries) -> copied.put(node, List.copyOf(entries)));
    resources = Collections.unmodifiableSortedMap(copied);
    findings = List.copyOf(findings);
  }

  public static Contribution refused(List<Finding> findings) {
    return new Contribution(new TreeMap<>(), findings);
  }
}
