package io.meshinfra.desired.edit;

import io.meshinfra.desired.yaml.Marked;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a part of a file stands, told by names and numbers, so that it is found again when the text
 * before it was changed.
 *
 * @param document counted from 0
 */
record Place(int document, List<Step> steps) {
  Place {
    steps = List.copyOf(steps);
  }

  /** One step down a tree. */
  sealed interface Step {
    /** To the value of a key. */
    record Key(String name) implements Step {}

    /** To an item, counted from 0. */
    record Index(int index) implements Step {}
  }

  static Place of(int document, Object... steps) {
    List<Step> path = new ArrayList<>();
    for (Object step : steps) {
      path.add(
          step instanceof Integer index ? new Step.Index(index) : new Step.Key(step.toString()));
    }
    return new Place(document, path);
  }

  Place below(String key) {
    List<Step> path = new ArrayList<>(steps);
    path.add(new Step.Key(key));
    return new Place(document, path);
  }

  /** All parts from the document down to the place; empty when there is no such place. */
  Optional<List<Marked>> path(List<Marked> documents) {
    if (document >= documents.size()) {
      return Optional.empty();
    }
    List<Marked> path = new ArrayList<>(List.of(documents.get(document)));
    for (Step step : steps) {
      Optional<Marked> next = next(path.getLast(), step);
      if (next.isEmpty()) {
        return Optional.empty();
      }
      path.add(next.get());
    }
    return Optional.of(path);
  }

  private static Optional<Marked> next(Marked at, Step step) {
    return switch (step) {
      case Step.Key key ->
          at instanceof Marked.Fields map
              ? map.field(key.name()).map(Marked.Field::value)
              : Optional.empty();
      case Step.Index index ->
          at instanceof Marked.Items list && index.index() < list.items().size()
              ? Optional.of(list.items().get(index.index()))
              : Optional.empty();
    };
  }
}
