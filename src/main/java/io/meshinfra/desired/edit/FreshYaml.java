package io.meshinfra.desired.edit;

import io.meshinfra.desired.yaml.Marked;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes what is new in a manifest; only what needs quotes gets them. */
public final class FreshYaml {
  private FreshYaml() {}

  /** One word or text, on one line. */
  public static String word(String text) {
    return Written.text(text, Marked.Style.PLAIN);
  }

  /** A text that is always in quotes, like a mode that would be a number otherwise. */
  public static String quoted(String text) {
    return Written.quoted(text);
  }

  /** Words in brackets. */
  public static String list(List<String> words) {
    return words.stream().map(FreshYaml::word).collect(Collectors.joining(", ", "[", "]"));
  }

  /**
   * A map in braces.
   *
   * @param fields values as they are to be written
   */
  public static String map(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> word(field.getKey()) + ": " + field.getValue())
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
