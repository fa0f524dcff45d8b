package io.meshinfra.desired.fold;

import io.meshinfra.desired.yaml.Position;
import io.meshinfra.desired.yaml.Yaml;
import io.meshinfra.resource.Condition;
import io.meshinfra.resource.ResourceType;
import java.util.Optional;

/**
 * One item of a list of resources: its kind is known, its values may still hold templates.
 *
 * @param terms what stands beside the kind
 * @param templated whether it looks different on each node
 * @param when where it is wanted at all; empty for everywhere
 */
record Entry(
    ResourceType<?> type,
    Yaml body,
    Yaml.Fields terms,
    Position at,
    boolean templated,
    Optional<Condition> when) {
  Entry(ResourceType<?> type, Yaml body, Yaml.Fields terms, Position at, boolean templated) {
    this(type, body, terms, at, templated, Optional.empty());
  }

  Entry onlyWhen(Optional<Condition> condition) {
    return new Entry(type, body, terms, at, templated, condition);
  }
}
