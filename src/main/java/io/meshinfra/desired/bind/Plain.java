package io.meshinfra.desired.bind;

import io.meshinfra.desired.yaml.Yaml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** YAML without a declared type as plain Java values, by the core schema of YAML 1.2. */
public final class Plain {
  private static final Pattern WHOLE = Pattern.compile("[-+]?(0|[1-9][0-9]{0,17})");
  private static final Pattern DECIMAL = Pattern.compile("[-+]?[0-9]{1,17}\\.[0-9]{1,17}");

  private Plain() {}

  /**
   * Text, Long, Double, Boolean, List or Map. A number with leading zeros stays a text, as does one
   * that would lose digits, since it is a mode, a version or a telephone number.
   */
  public static Object of(Yaml yaml) {
    return switch (yaml) {
      case Yaml.Scalar scalar -> scalar(scalar);
      case Yaml.Items list -> {
        List<Object> items = new ArrayList<>();
        list.items().forEach(item -> items.add(of(item)));
        yield items;
      }
      case Yaml.Fields map -> {
        Map<String, Object> fields = new LinkedHashMap<>();
        map.fields().forEach((key, field) -> fields.put(key, of(field.value())));
        yield fields;
      }
    };
  }

  private static Object scalar(Yaml.Scalar scalar) {
    String text = scalar.text();
    if (!scalar.plain()) {
      return text;
    }
    if (text.equals("true") || text.equals("false")) {
      return Boolean.valueOf(text);
    }
    if (WHOLE.matcher(text).matches()) {
      return Long.valueOf(text);
    }
    if (DECIMAL.matcher(text).matches() && Double.valueOf(text).toString().equals(text)) {
      return Double.valueOf(text);
    }
    return scalar.isNothing() ? "" : text;
  }
}
