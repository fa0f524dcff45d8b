package io.meshinfra.resource;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A value for one key of a spec, as a {@link SpecEdit} writes it into a manifest. */
public sealed interface SpecValue {

  /** A text; it is quoted where YAML would take it for something else. */
  record Text(String text) implements SpecValue {}

  /** {@code true} or {@code false}. */
  record Flag(boolean yes) implements SpecValue {}

  /** A whole number. */
  record Number(long number) implements SpecValue {}

  /** Some words leave a list and others come to it; the rest of the list stays as it is. */
  record Words(List<String> gone, List<String> added) implements SpecValue {
    public Words {
      gone = List.copyOf(gone);
      added = List.copyOf(added);
    }

    /** What makes one list of the other. */
    public static Words between(Collection<String> from, Collection<String> to) {
      return new Words(
          from.stream().filter(word -> !to.contains(word)).toList(),
          to.stream().filter(word -> !from.contains(word)).toList());
    }
  }

  /** Some names of a map leave it, when they have no text, and others get one. */
  record Settings(SortedMap<String, Optional<String>> settings) implements SpecValue {
    public Settings {
      settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    }

    /** What makes one map of the other. */
    public static Settings between(Map<String, String> from, Map<String, String> to) {
      TreeMap<String, Optional<String>> settings = new TreeMap<>();
      from.keySet().stream()
          .filter(name -> !to.containsKey(name))
          .forEach(name -> settings.put(name, Optional.empty()));
      to.forEach((name, text) -> {
        if (!text.equals(from.get(name))) {
          settings.put(name, Optional.of(text));
        }
      });
      return new Settings(settings);
    }
  }

  /** The key is not written at all. */
  record Nothing() implements SpecValue {}
}
