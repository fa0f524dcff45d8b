package io.meshinfra.adopt;

import io.meshinfra.drift.ResourceChange;
import io.meshinfra.resource.AdoptableTogether;
import io.meshinfra.resource.Resource;
import io.meshinfra.resource.ResourceType;
import io.meshinfra.resource.SpecEdit;
import io.meshinfra.resource.SpecValue;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * An entry that a node gets for itself, since the one it shares with others cannot be written anew.
 *
 * @param place of the shared entry
 * @param alone how the resource is written by itself, when its entry stands for several
 * @param edit what is written in the new entry
 */
record OwnEntry(
    Spot spot, String place, Optional<SortedMap<String, SpecValue>> alone, SpecEdit.Rewrite edit) {

  /** What became of thinking one out. */
  sealed interface Idea {
    record Possible(OwnEntry entry) implements Idea {}

    record Impossible(String reason) implements Idea {}
  }

  static Idea of(Spot spot, String place, ResourceChange change) {
    Resource<?> resource = change.resource();
    return switch (KindEdit.of(List.of(resource), List.of(change))) {
      case SpecEdit.Impossible(String reason) -> new Idea.Impossible(reason);
      case SpecEdit.Rewrite edit when !edit.files().isEmpty() ->
          new Idea.Impossible(
              "its content is a file of the repository, which other nodes have too; give this node"
                  + " a file of its own");
      case SpecEdit.Rewrite edit ->
          new Idea.Possible(new OwnEntry(spot, place, alone(resource), edit));
    };
  }

  private static <S> Optional<SortedMap<String, SpecValue>> alone(Resource<S> resource) {
    return alone(resource.type(), resource.spec());
  }

  @SuppressWarnings("unchecked")
  private static <S> Optional<SortedMap<String, SpecValue>> alone(ResourceType<S> type, S spec) {
    return type instanceof AdoptableTogether<?> together
        ? Optional.of(((AdoptableTogether<S>) together).alone(spec))
        : Optional.empty();
  }
}
