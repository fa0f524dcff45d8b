package io.meshinfra.desired.edit;

import io.meshinfra.desired.yaml.Marked;
import io.meshinfra.desired.yaml.MarkedReader;
import java.util.List;
import java.util.Optional;

/** The resources of one node in a file of manifests, to which others can be added. */
final class NodeResources {
  private static final String RESOURCES = "resources";
  private static final int STEP = 2;

  private final String file;
  private final String text;
  private final At spec;

  private NodeResources(String file, String text, At spec) {
    this.file = file;
    this.text = text;
    this.spec = spec;
  }

  /** Empty when the file has no manifest of the node. */
  static Optional<NodeResources> of(String file, String text, String node) throws Misfit {
    List<Marked> documents =
        MarkedReader.read(file, text).orElseThrow(() -> new Misfit("the file is not YAML"));
    for (int i = 0; i < documents.size(); i++) {
      if (is(documents, Place.of(i, "kind"), "Node")
          && is(documents, Place.of(i, "metadata", "name"), node)) {
        At spec = At.of(Place.of(i, "spec"), documents, Lines.of(text));
        return Optional.of(new NodeResources(file, text, spec));
      }
    }
    return Optional.empty();
  }

  private static boolean is(List<Marked> documents, Place place, String text) {
    return place.path(documents).map(List::getLast).orElse(null) instanceof Marked.Scalar scalar
        && scalar.text().equals(text);
  }

  /** Where an entry would stand that is added now. */
  Place next() throws Misfit {
    int size = list().map(list -> list.items().size()).orElse(0);
    return Place.of(spec.place().document(), "spec", RESOURCES, size);
  }

  /** The text of the file with one more entry. */
  String with(EntryText entry) throws Misfit {
    String candidate = Patch.apply(text, patches(entry));
    List<Marked> old = list().map(Marked.Items::items).orElse(List.of());
    boolean sound =
        spec.reads(file, candidate, RESOURCES)
            .flatMap(map -> map.field(RESOURCES))
            .map(Marked.Field::value)
            .filter(
                value -> value instanceof Marked.Items list && Sameness.grown(old, list.items()))
            .isPresent();
    if (!sound) {
      throw new Misfit(
          "the manifest of the node is written in a way that has no room for an entry");
    }
    return candidate;
  }

  private Optional<Marked.Items> list() throws Misfit {
    return spec.value(RESOURCES)
        .filter(Marked.Items.class::isInstance)
        .map(Marked.Items.class::cast);
  }

  private List<Patch> patches(EntryText entry) throws Misfit {
    Lines lines = spec.lines();
    Optional<Marked> value = spec.value(RESOURCES);
    if (value.orElse(null) instanceof Marked.Items list && !list.items().isEmpty()) {
      return List.of(list.flow() ? inFlow(list, entry) : inBlock(list, entry));
    }
    if (spec.flow()) {
      return List.of(asFlow(value, entry));
    }
    int column = lines.column(spec.map().fields().getFirst().key().start());
    if (value.isEmpty()) {
      String key = lines.fresh(column) + RESOURCES + ":";
      return List.of(
          Patch.insert(lines.stop(spec.map().end()), key + entry.inBlock(lines, column + STEP)));
    }
    int colon = lines.text().indexOf(':', spec.field(RESOURCES).key().end()) + 1;
    return List.of(
        Patch.delete(colon, value.get().end()),
        Patch.insert(lines.stop(value.get().end()), entry.inBlock(lines, column + STEP)));
  }

  private static Patch inFlow(Marked.Items list, EntryText entry) throws Misfit {
    return Patch.insert(list.items().getLast().end(), ", " + entry.inFlow());
  }

  private Patch inBlock(Marked.Items list, EntryText entry) throws Misfit {
    Lines lines = spec.lines();
    int dash = lines.column(new ListEdit(lines, list).dash(list.items().getFirst()));
    return Patch.insert(lines.stop(list.end()), entry.inBlock(lines, dash));
  }

  /** The spec itself is written in braces, and has no resources yet. */
  private Patch asFlow(Optional<Marked> nothing, EntryText entry) throws Misfit {
    String list = "[" + entry.inFlow() + "]";
    return nothing
        .map(value -> new Patch(value.start(), value.end(), list))
        .orElse(Patch.insert(spec.map().end() - 1, ", " + RESOURCES + ": " + list));
  }
}
