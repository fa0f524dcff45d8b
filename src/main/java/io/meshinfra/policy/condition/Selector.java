package io.meshinfra.policy.condition;

import io.meshinfra.desired.Presence;
import io.meshinfra.desired.manifest.Match;
import io.meshinfra.policy.Circumstances.About;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Nodes by their labels and their presence.
 *
 * @param labels all of them must match; none selects every node
 */
public record Selector(Map<String, Match> labels, Optional<Presence.Kind> presence) {
  public static final Selector ALL = new Selector(Map.of(), Optional.empty());

  public Selector {
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
  }

  public boolean isAll() {
    return labels.isEmpty() && presence.isEmpty();
  }

  public boolean selects(About node) {
    return labels.entrySet().stream()
            .allMatch(label -> label.getValue().matches(node.labels().get(label.getKey())))
        && presence.map(kind -> node.presence().kind() == kind).orElse(true);
  }
}
