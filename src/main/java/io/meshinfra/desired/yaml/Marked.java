package io.meshinfra.desired.yaml;

import java.util.List;
import java.util.Optional;

/**
 * A YAML tree in which every part knows which characters of the text it is made of, so that it can
 * be changed without touching the rest.
 */
public sealed interface Marked {
  /** Where it begins, as {@link Yaml#at} tells it. */
  Position at();

  /** Index of its first character. */
  int start();

  /** Index behind its last character; comments and line ends behind it are not part of it. */
  int end();

  /** Whether other places of the text may stand for it too, or it for another place. */
  boolean isShared();

  /** How a scalar is written. */
  enum Style {
    PLAIN,
    SINGLE,
    DOUBLE,
    LITERAL,
    FOLDED
  }

  /** One word, number or text. */
  record Scalar(String text, Style style, Position at, int start, int end, boolean isShared)
      implements Marked {
    /** Whether nothing is written, as in {@code key:} with no value. */
    public boolean isNothing() {
      return new Yaml.Scalar(text, style == Style.PLAIN, at).isNothing();
    }
  }

  /**
   * A list.
   *
   * @param flow written in brackets
   */
  record Items(List<Marked> items, boolean flow, Position at, int start, int end, boolean isShared)
      implements Marked {
    public Items {
      items = List.copyOf(items);
    }
  }

  /**
   * A map, in the order of the text.
   *
   * @param flow written in braces
   */
  record Fields(List<Field> fields, boolean flow, Position at, int start, int end, boolean isShared)
      implements Marked {
    public Fields {
      fields = List.copyOf(fields);
    }

    public Optional<Field> field(String key) {
      return fields.stream().filter(field -> field.key().text().equals(key)).findFirst();
    }
  }

  /** Stands for a part that is written elsewhere. */
  record Alias(String name, Position at, int start, int end) implements Marked {
    @Override
    public boolean isShared() {
      return true;
    }
  }

  /** A key and its value. */
  record Field(Scalar key, Marked value) {}
}
