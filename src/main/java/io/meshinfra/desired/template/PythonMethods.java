package io.meshinfra.desired.template;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import jinjava.javax.el.MethodNotFoundException;

/** The methods of Python's str and dict that templates use. */
final class PythonMethods {
  static final Set<String> NAMES =
      Set.of(
          "items",
          "keys",
          "values",
          "get",
          "split",
          "strip",
          "upper",
          "lower",
          "startswith",
          "endswith");

  private PythonMethods() {}

  static Object call(Object base, String method, Object[] parameters) {
    Object[] given = parameters == null ? new Object[0] : parameters;
    SecretMarks.refuseIn(base, method + "()");
    Object result =
        switch (base) {
          case Map<?, ?> map -> onMap(map, method, given);
          case CharSequence text -> onText(text.toString(), method, given);
          case null, default -> null;
        };
    if (result == null) {
      Watch.current().forget(method);
      throw new MethodNotFoundException(
          "templates cannot call "
              + method
              + "(); of methods there are "
              + String.join(", ", NAMES.stream().sorted().toList()));
    }
    return result;
  }

  private static Object onMap(Map<?, ?> map, String method, Object[] given) {
    return switch (method) {
      case "items" -> map.entrySet();
      case "keys" -> new ArrayList<Object>(map.keySet());
      case "values" -> new ArrayList<Object>(map.values());
      case "get" -> {
        Object found = given.length == 0 ? null : map.get(String.valueOf(given[0]));
        Object otherwise = given.length > 1 ? given[1] : "";
        yield found == null ? otherwise : found;
      }
      default -> null;
    };
  }

  private static Object onText(String text, String method, Object[] given) {
    String first = given.length == 0 ? "" : String.valueOf(given[0]);
    return switch (method) {
      case "upper" -> text.toUpperCase(Locale.ROOT);
      case "lower" -> text.toLowerCase(Locale.ROOT);
      case "strip" -> text.strip();
      case "startswith" -> text.startsWith(first);
      case "endswith" -> text.endsWith(first);
      case "split" ->
          new ArrayList<Object>(
              first.isEmpty()
                  ? List.of(text.strip().split("\\s+"))
                  : Arrays.asList(text.split(Pattern.quote(first), -1)));
      default -> null;
    };
  }
}
