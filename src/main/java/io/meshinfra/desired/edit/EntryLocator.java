package io.meshinfra.desired.edit;

import io.meshinfra.desired.yaml.Marked;
import io.meshinfra.desired.yaml.Position;
import java.util.List;
import java.util.Optional;

/** Finds the body of the entry that a resource came from. */
final class EntryLocator {
  private static final String SPEC = "spec";
  private static final String RESOURCES = "resources";

  private EntryLocator() {}

  /**
   * @param at where the key of the kind stands
   */
  static Optional<Place> find(List<Marked> documents, Position at, String kind) {
    for (int i = 0; i < documents.size(); i++) {
      Marked list = Place.of(i, SPEC, RESOURCES).path(documents).map(List::getLast).orElse(null);
      if (list instanceof Marked.Items resources) {
        for (int j = 0; j < resources.items().size(); j++) {
          if (isHere(resources.items().get(j), at, kind)) {
            return Optional.of(Place.of(i, SPEC, RESOURCES, j, kind));
          }
        }
      }
    }
    return Optional.empty();
  }

  /** The node manifest that begins there; its spec has the host name, which is a resource too. */
  static Optional<Place> findNode(List<Marked> documents, Position at) {
    for (int i = 0; i < documents.size(); i++) {
      if (documents.get(i) instanceof Marked.Fields manifest
          && isSame(manifest.at(), at)
          && manifest.field("kind").filter(EntryLocator::isNode).isPresent()) {
        return Optional.of(Place.of(i, SPEC));
      }
    }
    return Optional.empty();
  }

  private static boolean isNode(Marked.Field kind) {
    return kind.value() instanceof Marked.Scalar scalar && scalar.text().equals("Node");
  }

  private static boolean isHere(Marked item, Position at, String kind) {
    return item instanceof Marked.Fields entry
        && entry.field(kind).filter(field -> isSame(field.key().at(), at)).isPresent();
  }

  private static boolean isSame(Position one, Position other) {
    return one.line() == other.line() && one.column() == other.column();
  }
}
