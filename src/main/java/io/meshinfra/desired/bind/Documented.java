package io.meshinfra.desired.bind;

import io.meshinfra.resource.Doc;
import java.util.Arrays;

/** What a type is called in messages, the schema and the reference. */
public final class Documented {
  private Documented() {}

  /** A record that may be written as a map, although it also has a short form of one word. */
  public static boolean hasDocumentedParts(Class<?> type) {
    return type.isRecord()
        && Arrays.stream(type.getRecordComponents())
            .anyMatch(component -> component.isAnnotationPresent(Doc.class));
  }

  /** Whether the type is written as one word, number or text. */
  public static boolean isWord(Class<?> type) {
    return ScalarBinder.takes(type);
  }

  /** Whether the type may also be written as a list of words. */
  public static boolean takesLists(Class<?> type) {
    return ScalarBinder.takesLists(type);
  }

  public static boolean isWhole(Class<?> type) {
    return ScalarBinder.isWhole(type);
  }

  public static java.util.List<String> words(Class<?> type) {
    return ScalarBinder.words(type);
  }

  /** "a text", "a whole number", "true or false", "one of a, b", "an absolute path". */
  public static String name(Class<?> type) {
    if (type == Boolean.class || type == boolean.class) {
      return "true or false";
    }
    if (ScalarBinder.isWhole(type)) {
      return "a whole number";
    }
    if (type.isEnum()) {
      return "one of " + String.join(", ", ScalarBinder.words(type));
    }
    if (type == String.class) {
      return "a text";
    }
    String words = type.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", " ");
    String name = words.toLowerCase(java.util.Locale.ROOT);
    return ("aeio".indexOf(name.charAt(0)) >= 0 ? "an " : "a ") + name;
  }
}
