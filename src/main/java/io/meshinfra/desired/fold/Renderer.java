package io.meshinfra.desired.fold;

import io.meshinfra.desired.Finding;
import io.meshinfra.desired.template.Rendered;
import io.meshinfra.desired.template.Templates;
import io.meshinfra.desired.yaml.Position;
import io.meshinfra.desired.yaml.Yaml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills the variables of one node into every text of a YAML tree. */
final class Renderer {
  /** A text that is one variable and nothing else keeps its list or map. */
  private static final Pattern ONE_VARIABLE =
      Pattern.compile("\\{\\{\\s*([A-Za-z_][A-Za-z0-9_.]*)\\s*\\}\\}");

  private final Templates templates;
  private final Map<String, Object> variables;
  private final boolean complete;
  private final List<Finding> findings;

  /**
   * @param complete whether all manifests could be read; if not, a missing variable may stand in
   *     one of the others, and is not reported
   */
  Renderer(
      Templates templates,
      Map<String, Object> variables,
      boolean complete,
      List<Finding> findings) {
    this.templates = templates;
    this.variables = variables;
    this.complete = complete;
    this.findings = findings;
  }

  static boolean holdsTemplate(Yaml yaml) {
    return switch (yaml) {
      case Yaml.Scalar scalar -> Templates.isTemplate(scalar.text());
      case Yaml.Items list -> list.items().stream().anyMatch(Renderer::holdsTemplate);
      case Yaml.Fields map ->
          map.fields().values().stream().anyMatch(field -> holdsTemplate(field.value()));
    };
  }

  /** The tree with texts only, or empty when a template was wrong; then the findings say which. */
  Optional<Yaml> render(Yaml yaml) {
    return switch (yaml) {
      case Yaml.Scalar scalar ->
          Templates.isTemplate(scalar.text()) ? scalar(scalar) : Optional.of(scalar);
      case Yaml.Items list -> items(list);
      case Yaml.Fields map -> fields(map);
    };
  }

  private Optional<Yaml> items(Yaml.Items list) {
    List<Yaml> items = new ArrayList<>();
    list.items().forEach(item -> render(item).ifPresent(items::add));
    return items.size() == list.items().size()
        ? Optional.of(new Yaml.Items(items, list.at()))
        : Optional.empty();
  }

  private Optional<Yaml> fields(Yaml.Fields map) {
    Map<String, Yaml.Field> fields = new LinkedHashMap<>();
    map.fields()
        .forEach((key, field) ->
            render(field.value())
                .ifPresent(value -> fields.put(key, new Yaml.Field(field.at(), value))));
    return fields.size() == map.fields().size()
        ? Optional.of(new Yaml.Fields(fields, map.at()))
        : Optional.empty();
  }

  private Optional<Yaml> scalar(Yaml.Scalar scalar) {
    Matcher one = ONE_VARIABLE.matcher(scalar.text().strip());
    if (one.matches() && find(one.group(1)) instanceof Object value && isCollection(value)) {
      return Optional.of(tree(value, scalar.at()));
    }
    return switch (templates.render(scalar.text(), variables)) {
      case Rendered.Text(String text) -> Optional.of(new Yaml.Scalar(text, false, scalar.at()));
      case Rendered.Failed(List<Rendered.Mistake> mistakes) -> {
        mistakes.stream()
            .filter(mistake -> complete || !mistake.dependsOnVariables())
            .forEach(mistake -> findings.add(scalar.at().finding(message(scalar, mistake))));
        yield Optional.empty();
      }
    };
  }

  private static String message(Yaml.Scalar scalar, Rendered.Mistake mistake) {
    return scalar.text().strip().contains("\n")
        ? "line " + mistake.line() + " of this text: " + mistake.message()
        : mistake.message();
  }

  private Object find(String path) {
    Object value = variables;
    for (String name : path.split("\\.")) {
      value = value instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return value;
  }

  private static boolean isCollection(Object value) {
    return value instanceof List<?> || value instanceof Map<?, ?>;
  }

  private static Yaml tree(Object value, Position at) {
    return switch (value) {
      case List<?> list -> new Yaml.Items(list.stream().map(item -> tree(item, at)).toList(), at);
      case Map<?, ?> map -> {
        Map<String, Yaml.Field> fields = new LinkedHashMap<>();
        map.forEach((key, item) -> fields.put(key.toString(), new Yaml.Field(at, tree(item, at))));
        yield new Yaml.Fields(fields, at);
      }
      default -> new Yaml.Scalar(value.toString(), false, at);
    };
  }
}
