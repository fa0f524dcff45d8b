package io.meshinfra.desired.bind;

import io.meshinfra.desired.yaml.Yaml;
import io.meshinfra.model.Printable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Turns the text of a scalar into a Java value. */
final class ScalarBinder {
  private static final Set<String> OTHER_WORDS_FOR_BOOLEANS =
      Set.of("yes", "no", "on", "off", "y", "n", "1", "0");

  private static final ClassValue<Optional<Method>> PARSERS = parsersOf(String.class);

  private static final ClassValue<Optional<Method>> LIST_PARSERS = parsersOf(List.class);

  private ScalarBinder() {}

  private static ClassValue<Optional<Method>> parsersOf(Class<?> argument) {
    return new ClassValue<>() {
      @Override
      protected Optional<Method> computeValue(Class<?> type) {
        try {
          Method parse = type.getDeclaredMethod("parse", argument);
          parse.setAccessible(true);
          return Optional.of(parse);
        } catch (NoSuchMethodException e) {
          return Optional.empty();
        }
      }
    };
  }

  /** The value does not fit; the message says what would. */
  static final class Misfit extends Exception {
    private static final long serialVersionUID = 1;

    Misfit(String message) {
      super(message);
    }
  }

  static boolean takes(Class<?> type) {
    return type == String.class
        || type == Boolean.class
        || type == boolean.class
        || isWhole(type)
        || type.isEnum()
        || PARSERS.get(type).isPresent();
  }

  static boolean isWhole(Class<?> type) {
    return type == Integer.class || type == int.class || type == Long.class || type == long.class;
  }

  static Object bind(Class<?> type, Yaml.Scalar scalar) throws Misfit {
    String text = scalar.text();
    if (type == String.class) {
      return text;
    }
    if (type == Boolean.class || type == boolean.class) {
      return bool(text);
    }
    if (isWhole(type)) {
      return whole(type, text);
    }
    return type.isEnum() ? word(type, text) : parsed(type, text);
  }

  private static boolean bool(String text) throws Misfit {
    if (text.equals("true") || text.equals("false")) {
      return text.equals("true");
    }
    String why =
        OTHER_WORDS_FOR_BOOLEANS.contains(text.toLowerCase(Locale.ROOT))
            ? ": other words such as yes, no, on and off are texts in YAML 1.2"
            : "";
    throw new Misfit("expected true or false, found " + Printable.quote(text) + why);
  }

  private static Object whole(Class<?> type, String text) throws Misfit {
    try {
      if (type == Integer.class || type == int.class) {
        return Integer.valueOf(text);
      }
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw new Misfit("expected a whole number, found " + Printable.quote(text));
    }
  }

  private static Object word(Class<?> type, String text) throws Misfit {
    List<String> words = words(type);
    int at = words.indexOf(text);
    if (at < 0) {
      String hint =
          Suggestion.nearest(text, words)
              .map(near -> "; did you mean " + Printable.quote(near) + "?")
              .orElse("");
      throw new Misfit(
          "expected one of "
              + String.join(", ", words)
              + ", found "
              + Printable.quote(text)
              + hint);
    }
    return type.getEnumConstants()[at];
  }

  /** The words of an enum as they are written: {@code ALWAYS_ON} is {@code always-on}. */
  static List<String> words(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .toList();
  }

  /** Whether the type can also be written as a list of words. */
  static boolean takesLists(Class<?> type) {
    return LIST_PARSERS.get(type).isPresent();
  }

  static Object bindList(Class<?> type, List<Object> words) throws Misfit {
    return call(LIST_PARSERS.get(type).orElseThrow(), words);
  }

  private static Object parsed(Class<?> type, String text) throws Misfit {
    return call(PARSERS.get(type).orElseThrow(), text);
  }

  private static Object call(Method parse, Object text) throws Misfit {
    Class<?> type = parse.getDeclaringClass();
    try {
      return parse.invoke(null, text);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException misfit) {
        throw new Misfit(String.valueOf(misfit.getMessage()));
      }
      throw new IllegalStateException(type + ".parse threw", e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(type + ".parse is static and accessible", e);
    }
  }
}
