package io.meshinfra.desired.fold;

import io.meshinfra.desired.yaml.Position;
import io.meshinfra.desired.yaml.Yaml;
import io.meshinfra.resource.ResourceType;

/**
 * One item of a list of resources: its kind is known, its values may still hold templates.
 *
 * @param terms what stands beside the kind
 * @param templated whether it looks different on each node
 */
record Entry(ResourceType<?> type, Yaml body, Yaml.Fields terms, Position at, boolean templated) {}
