package io.meshinfra.resource;

import java.util.Collections;
import java.util.List;
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

  /** A whole list of words, in place of the one that is there. */
  record Words(List<String> words) implements SpecValue {
    public Words {
      words = List.copyOf(words);
    }
  }

  /** A whole map from names to texts, in place of the one that is there. */
  record Settings(SortedMap<String, String> settings) implements SpecValue {
    public Settings {
      settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    }
  }

  /** The key is not written at all. */
  record Nothing() implements SpecValue {}
}
