package io.meshinfra.desired.fold;

import io.meshinfra.desired.Declared;
import io.meshinfra.desired.Finding;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.desired.bind.Shape;
import io.meshinfra.desired.manifest.FleetManifest;
import io.meshinfra.desired.manifest.NodeManifest;
import io.meshinfra.desired.manifest.Placed;
import io.meshinfra.desired.manifest.ProfileManifest;
import io.meshinfra.desired.yaml.Position;
import io.meshinfra.desired.yaml.Yaml;
import io.meshinfra.model.Mode;
import io.meshinfra.model.Prune;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.Revision;
import io.meshinfra.model.Target;
import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.Resource;
import io.meshinfra.resource.ResourceType;
import io.meshinfra.resource.ResourceTypes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Folds everything that applies to one node into its catalog. */
final class NodeFolder {
  /** More different catalogs than this are not worth keeping. */
  private static final int MOST_ORDERINGS = 1_000;

  private final FleetManifest.Spec fleet;
  private final ResourceTypes types;
  private final List<FleetFolder.Gift> gifts;
  private final EntryFolder entries;
  private final Revision revision;
  private final boolean complete;
  private final Declared declared;
  private final Map<List<Folded>, Ordering> orderings = new HashMap<>();

  NodeFolder(
      FleetManifest.Spec fleet,
      ResourceTypes types,
      List<FleetFolder.Gift> gifts,
      EntryFolder entries,
      Revision revision,
      boolean complete,
      Declared declared) {
    this.fleet = fleet;
    this.types = types;
    this.gifts = gifts;
    this.entries = entries;
    this.revision = revision;
    this.complete = complete;
    this.declared = declared;
  }

  /**
   * @param own entries of the node itself
   * @param contributed entries that come from intents; no entry of the node takes their place
   */
  FleetNode fold(
      Placed<NodeManifest> placed,
      List<Entry> own,
      List<Entry> contributed,
      List<Finding> findings) {
    NodeManifest node = placed.manifest();
    Target target = node.target(fleet);
    List<FleetFolder.Gift> given =
        gifts.stream().filter(gift -> gift.profile().selects(node)).toList();
    List<ProfileManifest> profiles = given.stream().map(FleetFolder.Gift::profile).toList();
    Map<String, Object> variables = Variables.of(fleet, profiles, node, target, findings);
    Mode mode = fleet.mode().stricter(node.spec().mode());
    List<Folded> shared = new ArrayList<>();
    for (FleetFolder.Gift gift : given) {
      ProfileManifest.Spec profile = gift.profile().spec();
      var both = new EntryFolder.Given(mode.stricter(profile.mode()), profile.prune());
      gift.entries()
          .forEach(entry -> shared.addAll(entries.fold(entry, both, variables, findings)));
    }
    List<Folded> all = new ArrayList<>();
    var plain = new EntryFolder.Given(mode, Optional.empty());
    hostname(placed)
        .ifPresent(entry -> all.addAll(entries.fold(entry, plain, variables, findings)));
    hello(placed, findings)
        .forEach(entry -> all.addAll(entries.fold(entry, plain, variables, findings)));
    List<Folded> alone = new ArrayList<>();
    own.forEach(entry -> alone.addAll(entries.fold(entry, plain, variables, findings)));
    all.addAll(Overrides.apply(shared, alone));
    declared.on(node.metadata().name(), all.stream().map(Folded::resource).toList());
    contributed.forEach(entry -> all.addAll(entries.fold(entry, plain, variables, findings)));
    return described(node, target, mode, catalog(node, mode, all, findings));
  }

  private Catalog catalog(NodeManifest node, Mode mode, List<Folded> all, List<Finding> findings) {
    Ordering ordering = ordering(unite(all, findings), findings.isEmpty());
    findings.addAll(ordering.findings());
    List<Resource<?>> resources = new ArrayList<>();
    ordering.order().forEach(folded -> resources.add(folded.resource()));
    Catalog.Pruning pruning =
        new Catalog.Pruning(
            Prune.stricter(fleet.prune(), node.spec().prune()), node.spec().emptied());
    return new Catalog(
        node.metadata().name(), revision, mode, resources, ordering.dependencies(), pruning);
  }

  private Ordering ordering(List<Folded> declared, boolean sound) {
    if (orderings.size() > MOST_ORDERINGS) {
      orderings.clear();
    }
    return sound && complete
        ? orderings.computeIfAbsent(declared, key -> Ordering.of(key, true))
        : Ordering.of(declared, false);
  }

  private static List<Folded> unite(List<Folded> all, List<Finding> findings) {
    Map<ResourceId, Folded> united = new LinkedHashMap<>();
    for (Folded folded : all) {
      Folded first = united.putIfAbsent(folded.id(), folded);
      if (first == null) {
        continue;
      }
      if (first.resource().fingerprint().equals(folded.resource().fingerprint())) {
        united.put(folded.id(), first.merge(folded));
      } else {
        findings.add(
            Positions.of(folded)
                .finding(
                    "%s is already set differently at %s; keep one of the two"
                        .formatted(folded.id(), first.resource().terms().position())));
      }
    }
    return List.copyOf(united.values());
  }

  private List<Entry> hello(Placed<NodeManifest> placed, List<Finding> findings) {
    NodeManifest node = placed.manifest();
    if (node.spec().hello().isEmpty()) {
      return List.of();
    }
    if (fleet.hello().isEmpty()) {
      findings.add(
          placed
              .at()
              .finding(
                  "hello of %s has nobody to talk to; say in hello of the Fleet where nodes find the"
                          .formatted(node.metadata().name())
                      + " hub, like http://100.64.0.1:8181"));
      return List.of();
    }
    return new HelloEntries(types, placed.at())
        .of(node.metadata().name(), fleet.hello().get(), node.spec().hello().get());
  }

  /** The host name is a resource like any other, where its kind is installed. */
  private Optional<Entry> hostname(Placed<NodeManifest> placed) {
    Optional<ResourceType<?>> type = types.of("hostname");
    return placed
        .manifest()
        .spec()
        .hostname()
        .flatMap(host -> type.map(kind -> entry(kind, host.value(), placed.at())));
  }

  /** Marked as different on each node, so that it is not kept for others. */
  private static Entry entry(ResourceType<?> type, String host, Position at) {
    String key = Shape.of(type.kind().spec()).keys().getFirst();
    Yaml name = new Yaml.Scalar(host, false, at);
    Yaml body = new Yaml.Fields(Map.of(key, new Yaml.Field(at, name)), at);
    return new Entry(type, body, new Yaml.Fields(Map.of(), at), at, true);
  }

  private FleetNode described(NodeManifest node, Target target, Mode mode, Catalog catalog) {
    NodeManifest.Spec spec = node.spec();
    return new FleetNode(
        node.metadata().name(),
        new TreeMap<>(node.metadata().labels()),
        spec.presence().orGrace(fleet.grace()),
        target,
        (spec.interval() == null ? fleet.interval() : spec.interval()).duration(),
        mode,
        spec.hostname().map(host -> host.value()),
        catalog);
  }
}
