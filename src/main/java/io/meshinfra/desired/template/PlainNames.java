package io.meshinfra.desired.template;

import io.meshinfra.desired.bind.Suggestion;
import io.meshinfra.model.Printable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Texts with plain names only, like {@code /home/{{ user }}/x}: most of all templates. Looking the
 * names up directly takes a hundredth of the engine's time, which counts with thousands of nodes.
 */
final class PlainNames {
  private static final Pattern NAME =
      Pattern.compile("\\{\\{\\s*+([A-Za-z_]\\w*+(?:\\.[A-Za-z_]\\w*+)*+)\\s*+\\}\\}");
  private static final Set<String> LITERALS =
      Set.of("true", "false", "True", "False", "none", "None", "null", "loop", "not", "and", "or");

  private PlainNames() {}

  /** The result, or empty when the text needs the engine. */
  static Optional<Rendered> render(String template, Map<String, Object> variables) {
    if (template.contains("{%") || template.contains("{#")) {
      return Optional.empty();
    }
    StringBuilder out = new StringBuilder();
    Matcher name = NAME.matcher(template);
    int end = 0;
    while (name.find()) {
      String path = name.group(1);
      String first = path.contains(".") ? path.substring(0, path.indexOf('.')) : path;
      if (!variables.containsKey(first) && !LITERALS.contains(first)) {
        return Optional.of(
            new Rendered.Failed(List.of(undefined(template, name.start(), first, variables))));
      }
      Object value = find(path, variables);
      if (!(value instanceof String || value instanceof Long || value instanceof Boolean)) {
        return Optional.empty();
      }
      out.append(template, end, name.start()).append(value);
      end = name.end();
    }
    String rest = template.substring(end);
    boolean more =
        rest.contains("{{")
            || template.substring(0, end).replaceAll(NAME.pattern(), "").contains("{{");
    return more || out.length() + rest.length() > Templates.LARGEST_OUTPUT
        ? Optional.empty()
        : Optional.of(new Rendered.Text(out.append(rest).toString()));
  }

  static Rendered.Mistake undefined(
      String template, int at, String name, Map<String, Object> variables) {
    int line = 1 + (int) template.substring(0, at).chars().filter(c -> c == '\n').count();
    return new Rendered.Mistake(
        line,
        "the variable %s is not defined%s"
            .formatted(Printable.quote(name), Suggestion.of(name, variables.keySet())),
        true);
  }

  private static Object find(String path, Map<String, Object> variables) {
    Object value = variables;
    for (String name : path.split("\\.")) {
      value = value instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return value;
  }
}
