package io.meshinfra.session;

import io.meshinfra.desired.manifest.Match;
import io.meshinfra.model.NodeName;
import io.meshinfra.resource.Doc;
import jakarta.validation.constraints.Min;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which nodes a session may reach. A node must be named or match the selector, if either is given.
 */
@Doc("Which nodes the session may reach; all of these limits hold together.")
public record NodeLimit(
    @Doc("Names of nodes.") List<NodeName> names,
    @Doc("Labels of nodes, as in a profile.") Map<String, Match> selector,
    @Doc("How many nodes at most.") @Min(1) Integer max) {
  /** No limit at all. */
  public static final NodeLimit NONE = new NodeLimit(List.of(), Map.of(), null);

  public NodeLimit {
    names = List.copyOf(names);
    selector = Collections.unmodifiableMap(new LinkedHashMap<>(selector));
  }

  /** Whether it says which nodes, and not only how many. */
  public boolean isNamed() {
    return !names.isEmpty() || !selector.isEmpty();
  }

  public boolean covers(NodeName node, Map<String, String> labels) {
    return !isNamed()
        || names.contains(node)
        || !selector.isEmpty()
            && selector.entrySet().stream()
                .allMatch(want -> want.getValue().matches(labels.get(want.getKey())));
  }

  public Optional<Integer> most() {
    return Optional.ofNullable(max);
  }

  boolean isNone() {
    return !isNamed() && max == null;
  }
}
