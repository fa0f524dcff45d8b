package io.meshinfra.model;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a resource is like, or shall be like: flat attributes, compared one by one. */
public record State(SortedMap<String, Value> attributes) {
  public static final State EMPTY = new State(new TreeMap<>());

  public State {
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
  }

  public static State of(Map<String, Value> attributes) {
    return new State(new TreeMap<>(attributes));
  }

  public State with(String attribute, Value value) {
    TreeMap<String, Value> more = new TreeMap<>(attributes);
    more.put(attribute, value);
    return new State(more);
  }

  public State with(String attribute, String value) {
    return with(attribute, Value.of(value));
  }

  public State with(String attribute, boolean value) {
    return with(attribute, Value.of(value));
  }

  public Optional<Value> get(String attribute) {
    return Optional.ofNullable(attributes.get(attribute));
  }
}
