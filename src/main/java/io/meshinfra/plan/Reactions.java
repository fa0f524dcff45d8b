package io.meshinfra.plan;

import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.Mode;
import io.meshinfra.model.Origin;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.Value;
import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Reactive;
import io.meshinfra.resource.Reactive.Reaction;
import io.meshinfra.resource.Resource;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which resources of a catalog must act when which others change. */
record Reactions(Map<ResourceId, Reactor> reactors) {
  static final Change NOTHING_ELSE = new Change.Update(new TreeMap<>());

  static Reactions of(Catalog catalog) {
    Map<ResourceId, Reactor> found = new LinkedHashMap<>();
    for (Resource<?> resource : catalog.resources()) {
      Map<ResourceId, Reaction> triggers = triggers(resource);
      if (!triggers.isEmpty()) {
        found.put(resource.id(), new Reactor(resource.terms().mode(), triggers));
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

  /**
   * The strongest reaction of a resource to the changes that are planned so far. One that its mode
   * allows comes before one that can only be reported.
   *
   * @param drifts whether the resource drifts itself: then nothing is added that must wait
   */
  Optional<Due> due(ResourceId id, Map<ResourceId, ResourceChange> planned, boolean drifts) {
    Reactor reactor = reactors.get(id);
    if (reactor == null) {
      return Optional.empty();
    }
    List<Due> all =
        reactor.triggers().entrySet().stream()
            .filter(trigger -> planned.containsKey(trigger.getKey()))
            .map(t -> new Due(t.getValue(), t.getKey(), planned.get(t.getKey()).origin()))
            .toList();
    Comparator<Due> strength = Comparator.comparing(Due::reaction);
    Optional<Due> allowed =
        all.stream().filter(due -> reactor.mayReactTo(due.origin())).max(strength);
    return allowed.isPresent() || drifts ? allowed : all.stream().max(strength);
  }

  /** What must be noted on the node before the trigger changes: what may be done about it. */
  Map<ResourceId, Reaction> madeDueBy(ResourceChange trigger) {
    Map<ResourceId, Reaction> due = new TreeMap<>();
    reactors.forEach((id, reactor) -> {
      Reaction reaction = reactor.triggers().get(trigger.id());
      if (reaction != null && reactor.mayReactTo(trigger.origin())) {
        due.put(id, reaction);
      }
    });
    return due;
  }

  /** A resource that acts when others change. */
  record Reactor(Mode mode, Map<ResourceId, Reaction> triggers) {
    Reactor {
      triggers = Collections.unmodifiableMap(new TreeMap<>(triggers));
    }

    /** A reaction is of the origin of what it reacts to. */
    boolean mayReactTo(Origin trigger) {
      return switch (mode) {
        case ENFORCE -> true;
        case HEAL -> trigger == Origin.CORRECTIVE;
        case OBSERVE -> false;
      };
    }
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
