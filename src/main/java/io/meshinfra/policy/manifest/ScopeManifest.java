package io.meshinfra.policy.manifest;

import io.meshinfra.desired.Presence;
import io.meshinfra.desired.manifest.Match;
import io.meshinfra.model.Mode;
import io.meshinfra.model.Origin;
import io.meshinfra.policy.condition.Scope;
import io.meshinfra.policy.condition.Selector;
import io.meshinfra.resource.Doc;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a rule is about. */
@Doc(
    value = "What the rule is about; everything that is not given leaves nothing out.",
    example = "{nodes: {role: hub}, notKinds: [ansible], origins: [intentional]}")
public record ScopeManifest(
    @Doc("Labels of the nodes, as in the selector of a profile.") Map<String, Match> nodes,
    @Doc("How the nodes are present: always-on, on-demand or schedule.")
        Optional<Presence.Kind> presence,
    @Doc("Kinds of resources.") Set<String> kinds,
    @Doc("Kinds of resources that it is not about.") Set<String> notKinds,
    @Doc("Modes of the resources: enforce, heal, observe.") Set<Mode> modes,
    @Doc("Who moved: intentional (git) or corrective (the machine).") Set<Origin> origins) {
  static final ScopeManifest ALL =
      new ScopeManifest(Map.of(), Optional.empty(), Set.of(), Set.of(), Set.of(), Set.of());

  public ScopeManifest {
    nodes = Collections.unmodifiableMap(new LinkedHashMap<>(nodes));
    kinds = Collections.unmodifiableSet(new TreeSet<>(kinds));
    notKinds = Collections.unmodifiableSet(new TreeSet<>(notKinds));
    modes = Collections.unmodifiableSet(new TreeSet<>(modes));
    origins = Collections.unmodifiableSet(new TreeSet<>(origins));
  }

  Scope scope() {
    return new Scope(new Selector(nodes, presence), kinds, notKinds, modes, origins);
  }
}
