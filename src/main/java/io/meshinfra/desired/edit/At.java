package io.meshinfra.desired.edit;

import io.meshinfra.desired.template.Templates;
import io.meshinfra.desired.yaml.Marked;
import io.meshinfra.desired.yaml.MarkedReader;
import java.util.List;
import java.util.Optional;

/**
 * A map in a text as it was read.
 *
 * @param flow whether it, or something around it, is written in braces or brackets
 */
record At(Place place, List<Marked> documents, Lines lines, Marked.Fields map, boolean flow) {

  static At of(Place place, List<Marked> documents, Lines lines) throws Misfit {
    List<Marked> path =
        place.path(documents).orElseThrow(() -> new Misfit("the entry is no longer in the file"));
    for (Marked part : path) {
      if (part.isShared()) {
        throw new Misfit(
            "it stands in a part with an anchor (&) or behind an alias (*), which may stand for"
                + " other places too; write it out");
      }
    }
    if (!(path.getLast() instanceof Marked.Fields map)) {
      throw new Misfit("the entry is not written as a map");
    }
    boolean flow = path.stream().anyMatch(At::isFlow);
    return new At(place, documents, lines, map, flow);
  }

  private static boolean isFlow(Marked part) {
    return part instanceof Marked.Fields map && map.flow()
        || part instanceof Marked.Items list && list.flow();
  }

  MapEdit edit() {
    return new MapEdit(lines, map);
  }

  Marked.Field field(String key) {
    return map.field(key).orElseThrow();
  }

  /** The value of a key, when it is written there and only there. */
  Optional<Marked> value(String key) throws Misfit {
    Optional<Marked> value = map.field(key).map(Marked.Field::value);
    if (value.isPresent() && holdsShared(value.get())) {
      throw new Misfit(
          key + " is written with an anchor (&) or alias (*), which other places share");
    }
    if (value.orElse(null) instanceof Marked.Scalar scalar && Templates.isTemplate(scalar.text())) {
      throw new Misfit(key + " is made by a template, {{ }}; change the variable or the template");
    }
    return value;
  }

  static boolean holdsShared(Marked value) {
    return value.isShared()
        || switch (value) {
          case Marked.Scalar scalar -> false;
          case Marked.Alias alias -> true;
          case Marked.Items list -> list.items().stream().anyMatch(At::holdsShared);
          case Marked.Fields map ->
              map.fields().stream().anyMatch(field -> holdsShared(field.value()));
        };
  }

  /** The map in another text, when that one says the same but for the key. */
  Optional<Marked.Fields> reads(String file, String candidate, String key) {
    return MarkedReader.read(file, candidate)
        .filter(after -> Sameness.except(documents, after, map, key))
        .flatMap(place::path)
        .map(List::getLast)
        .filter(Marked.Fields.class::isInstance)
        .map(Marked.Fields.class::cast);
  }
}
