package io.meshinfra.desired;

import io.meshinfra.desired.yaml.Yaml;
import io.meshinfra.model.NodeName;
import io.meshinfra.resource.Condition;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a contributor gives.
 *
 * @param resources of each node
 * @param findings mistakes; with one of them the revision is never applied
 */
public record Contribution(SortedMap<NodeName, List<Given>> resources, List<Finding> findings) {
  /**
   * One resource.
   *
   * @param entry as it would be written in a list of resources
   * @param when where it is wanted at all; empty for everywhere
   */
  public record Given(Yaml entry, Optional<Condition> when) {
    public Given(Yaml entry) {
      this(entry, Optional.empty());
    }
  }

  public static final Contribution NOTHING = new Contribution(new TreeMap<>(), List.of());

  public Contribution {
    TreeMap<NodeName, List<Given>> copied = new TreeMap<>();
    resources.forEach((node, entries) -> copied.put(node, List.copyOf(entries)));
    resources = Collections.unmodifiableSortedMap(copied);
    findings = List.copyOf(findings);
  }

  public static Contribution refused(List<Finding> findings) {
    return new Contribution(new TreeMap<>(), findings);
  }
}
