package io.meshinfra.plan;

import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.Facts;
import io.meshinfra.model.ResourceId;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Grouping;
import io.meshinfra.resource.Reactive;
import io.meshinfra.resource.Resource;
import io.meshinfra.resource.ResourceType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Collects changes into steps, in order, and knows which step needs which. */
final class Steps {
  private final Catalog catalog;
  private final Facts facts;
  private final Reactions reactions;
  private final Map<ResourceId, ResourceChange> planned = new LinkedHashMap<>();
  private final List<List<ResourceChange>> groups = new ArrayList<>();
  private final Map<ResourceId, Integer> groupOf = new HashMap<>();
  private final Map<ResourceId, Set<Integer>> needsMemo = new HashMap<>();

  Steps(Catalog catalog, Facts facts, Reactions reactions) {
    this.catalog = catalog;
    this.facts = facts;
    this.reactions = reactions;
  }

  Map<ResourceId, ResourceChange> planned() {
    return Collections.unmodifiableMap(planned);
  }

  void add(ResourceChange change) {
    Set<Integer> needs = needs(change.id());
    int group = joinable(change, needs);
    if (group < 0) {
      group = groups.size();
      groups.add(new ArrayList<>());
    }
    groups.get(group).add(change);
    groupOf.put(change.id(), group);
    planned.put(change.id(), change);
  }

  /** The latest group of the kind, when all that the change needs comes before it. */
  private int joinable(ResourceChange change, Set<Integer> needs) {
    if (!(change.resource().type() instanceof Grouping<?>)) {
      return -1;
    }
    for (int i = groups.size() - 1; i >= 0; i--) {
      if (groups.get(i).getFirst().id().kind().equals(change.id().kind())
          && sameEffect(groups.get(i).getFirst().change(), change.change())) {
        int last = i;
        return needs.stream().allMatch(need -> need < last) ? i : -1;
      }
    }
    return -1;
  }

  private static boolean sameEffect(Change one, Change other) {
    return (one instanceof Change.Delete) == (other instanceof Change.Delete);
  }

  /** Groups that come before a resource, directly or through resources that are in sync. */
  private Set<Integer> needs(ResourceId id) {
    Set<Integer> known = needsMemo.get(id);
    if (known != null) {
      return known;
    }
    Set<Integer> needs = new TreeSet<>();
    for (ResourceId dependency : catalog.dependenciesOf(id)) {
      Integer group = groupOf.get(dependency);
      if (group != null) {
        needs.add(group);
      } else {
        needs.addAll(needs(dependency));
      }
    }
    needsMemo.put(id, needs);
    return needs;
  }

  List<Step> build() {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      List<ResourceChange> changes = groups.get(i);
      int self = i;
      Set<Integer> needs =
          changes.stream()
              .flatMap(c -> needs(c.id()).stream())
              .filter(need -> need != self)
              .map(need -> need + 1)
              .collect(Collectors.toCollection(TreeSet::new));
      steps.add(
          new Step(i + 1, changes, actions(changes), needs, makesDue(changes), reason(changes)));
    }
    return steps;
  }

  private Map<ResourceId, Reactive.Reaction> makesDue(List<ResourceChange> changes) {
    Map<ResourceId, Reactive.Reaction> due = new TreeMap<>();
    for (ResourceChange change : changes) {
      reactions
          .madeDueBy(change.id())
          .forEach((id, reaction) -> due.merge(id, reaction, Steps::stronger));
    }
    return due;
  }

  private static Reactive.Reaction stronger(Reactive.Reaction a, Reactive.Reaction b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  private static String reason(List<ResourceChange> changes) {
    return changes.stream()
        .map(c -> c.change().word() + ", " + c.origin().word())
        .distinct()
        .collect(Collectors.joining("; "));
  }

  @SuppressWarnings("unchecked")
  private <S> List<Action> actions(List<ResourceChange> changes) {
    ResourceType<S> type = (ResourceType<S>) changes.getFirst().resource().type();
    if (type instanceof Grouping<?> grouping && changes.size() > 1) {
      List<Grouping.Member<S>> members =
          changes.stream()
              .map(c -> new Grouping.Member<>(((Resource<S>) c.resource()).spec(), c.change()))
              .toList();
      return ((Grouping<S>) grouping).convergeTogether(members, facts);
    }
    ResourceChange only = changes.getFirst();
    return type.converge(((Resource<S>) only.resource()).spec(), only.change(), facts);
  }
}
