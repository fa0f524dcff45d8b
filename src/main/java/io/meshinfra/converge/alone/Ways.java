package io.meshinfra.converge.alone;

import io.meshinfra.model.State;
import io.meshinfra.model.Value;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Expectation;
import io.meshinfra.resource.Reactive;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The changes that may be needed of one resource, whatever somebody does to it, under the names
 * that the script on the node calls them by. What is there then nobody knows now, so an update is
 * one of all attributes.
 */
final class Ways {
  static final String CREATE = "create";
  static final String UPDATE = "update";

  /** A symbolic link stands where something else shall be. */
  static final String LINK = "link";

  static final String DELETE = "delete";
  private static final String TYPE = "type";

  private Ways() {}

  static Map<String, Change> of(Expectation expected) {
    return switch (expected) {
      case Expectation.Exists exists -> toBring(exists.state());
      case Expectation.Gone gone -> Map.of(DELETE, new Change.Delete(State.EMPTY));
    };
  }

  private static Map<String, Change> toBring(State state) {
    Map<String, Change> ways = new LinkedHashMap<>();
    ways.put(CREATE, new Change.Create(state));
    SortedMap<String, Change.Difference> all = new TreeMap<>();
    state
        .attributes()
        .forEach((name, value) -> {
          if (!name.equals(TYPE) && !name.equals(Reactive.DUE)) {
            all.put(name, new Change.Difference(Optional.empty(), value));
          }
        });
    if (!all.isEmpty()) {
      ways.put(UPDATE, new Change.Update(all));
    }
    state.get(TYPE).ifPresent(type -> ways.put(LINK, one(TYPE, "symbolic link", type)));
    state
        .get(Reactive.DUE)
        .ifPresent(none -> {
          for (Reactive.Reaction reaction : Reactive.Reaction.values()) {
            ways.put(reaction.word(), one(Reactive.DUE, reaction.word(), none));
          }
        });
    return ways;
  }

  private static Change one(String attribute, String from, Value to) {
    return new Change.Update(
        new TreeMap<>(Map.of(attribute, new Change.Difference(Optional.of(Value.of(from)), to))));
  }
}
