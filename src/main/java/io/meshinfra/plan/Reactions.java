package io.meshinfra.plan;

import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.Origin;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.Value;
import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Reactive;
import io.meshinfra.resource.Reactive.Reaction;
import io.meshinfra.resource.Resource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which resources of a catalog must act when which others change. */
record Reactions(Map<ResourceId, Map<ResourceId, Reaction>> triggersByReactor) {
  static final Change NOTHING_ELSE = new Change.Update(new TreeMap<>());

  static Reactions of(Catalog catalog) {
    Map<ResourceId, Map<ResourceId, Reaction>> found = new LinkedHashMap<>();
    for (Resource<?> resource : catalog.resources()) {
      Map<ResourceId, Reaction> triggers = triggers(resource);
      if (!triggers.isEmpty()) {
        found.put(resource.id(), triggers);
      }
    }
    return new Reactions(found);
  }

  @SuppressWarnings("unchecked")
  private static <S> Map<ResourceId, Reaction> triggers(Resource<S> resource) {
    return resource.type() instanceof Reactive<?> reactive
        ? ((Reactive<S>) reactive).reactsTo(resource.spec())
        : Map.of();
  }

  /** The strongest reaction of a resource to the changes that are planned so far. */
  Optional<Due> due(ResourceId reactor, Map<ResourceId, ResourceChange> planned) {
    return triggersByReactor.getOrDefault(reactor, Map.of()).entrySet().stream()
        .filter(trigger -> planned.containsKey(trigger.getKey()))
        .max(Map.Entry.comparingByValue(Comparator.naturalOrder()))
        .map(t -> new Due(t.getValue(), t.getKey(), planned.get(t.getKey()).origin()));
  }

  /** What must be noted on the node before the trigger changes. */
  Map<ResourceId, Reaction> madeDueBy(ResourceId trigger) {
    Map<ResourceId, Reaction> due = new TreeMap<>();
    triggersByReactor.forEach(
        (reactor, triggers) -> {
          Reaction reaction = triggers.get(trigger);
          if (reaction != null) {
            due.put(reactor, reaction);
          }
        });
    return due;
  }

  /** A reaction that this plan makes due. */
  record Due(Reaction reaction, ResourceId trigger, Origin origin) {
    Change addedTo(Change change) {
      if (!(change instanceof Change.Update update)) {
        return change;
      }
      TreeMap<String, Change.Difference> differences = new TreeMap<>(update.differences());
      differences.put(
          Reactive.DUE,
          new Change.Difference(
              Optional.of(Value.of(reaction.word() + ", as " + trigger + " changes")),
              Value.of("none")));
      return new Change.Update(differences);
    }
  }
}
