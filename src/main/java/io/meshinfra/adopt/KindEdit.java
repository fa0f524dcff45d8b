package io.meshinfra.adopt;

import io.meshinfra.drift.ResourceChange;
import io.meshinfra.resource.Adoptable;
import io.meshinfra.resource.AdoptableTogether;
import io.meshinfra.resource.Grouping;
import io.meshinfra.resource.Resource;
import io.meshinfra.resource.ResourceType;
import io.meshinfra.resource.SpecEdit;
import java.util.ArrayList;
import java.util.List;

/** Asks a kind how one of its entries is to be written. */
final class KindEdit {
  private KindEdit() {}

  /**
   * @param members all resources of the entry on one node
   * @param changes those of them that changed there, all known
   */
  static SpecEdit of(List<Resource<?>> members, List<ResourceChange> changes) {
    return changes.isEmpty() ? SpecEdit.NONE : of(members.getFirst().type(), members, changes);
  }

  @SuppressWarnings("unchecked")
  private static <S> SpecEdit of(
      ResourceType<S> type, List<Resource<?>> members, List<ResourceChange> changes) {
    return switch (type) {
      case AdoptableTogether<?> together -> {
        List<S> specs = new ArrayList<>();
        members.forEach(member -> specs.add((S) member.spec()));
        List<Grouping.Member<S>> drifted = new ArrayList<>();
        changes.forEach(change ->
            drifted.add(new Grouping.Member<>((S) change.resource().spec(), change.change())));
        yield ((AdoptableTogether<S>) together).adoptTogether(specs, drifted);
      }
      case Adoptable<?> one when members.size() == 1 ->
          ((Adoptable<S>) one).adopt((S) members.getFirst().spec(), changes.getFirst().change());
      default ->
          SpecEdit.impossible(
              "a resource of kind %s has no state that a manifest could say"
                  .formatted(type.kind().name()));
    };
  }
}
