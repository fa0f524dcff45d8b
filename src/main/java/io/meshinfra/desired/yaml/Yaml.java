package io.meshinfra.desired.yaml;

import io.meshinfra.model.Printable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A YAML tree in which every part knows its position. Scalars keep the text as it was written. */
public sealed interface Yaml {
  Position at();

  /** What people would call it in "expected a list, found ...". */
  String found();

  /** Whether nothing was written, as in {@code key:} with no value. */
  default boolean isNothing() {
    return false;
  }

  /**
   * One word, number or text.
   *
   * @param plain written without quotes or block style, so that {@code null} and {@code 1} may mean
   *     more than their letters
   */
  record Scalar(String text, boolean plain, Position at) implements Yaml {
    private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");

    @Override
    public boolean isNothing() {
      return plain && NOTHING.contains(text);
    }

    @Override
    public String found() {
      return isNothing() ? "nothing" : Printable.quote(text);
    }
  }

  /** A list. */
  record Items(List<Yaml> items, Position at) implements Yaml {
    public Items {
      items = List.copyOf(items);
    }

    @Override
    public String found() {
      return "a list";
    }
  }

  /** A map from texts, in the order of the text. */
  record Fields(Map<String, Field> fields, Position at) implements Yaml {
    public Fields {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    public Optional<Yaml> get(String key) {
      return Optional.ofNullable(fields.get(key)).map(Field::value);
    }

    @Override
    public String found() {
      return "a map";
    }
  }

  /**
   * A value and where its key stands.
   *
   * @param at position of the key
   */
  record Field(Position at, Yaml value) {}
}
