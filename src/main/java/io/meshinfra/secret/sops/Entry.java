package io.meshinfra.secret.sops;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.model.Printable;
import io.meshinfra.secret.program.Encrypted;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code secrets/prod.yaml#db.password}: a file and the way to a value in it, by keys and, in
 * lists, numbers from 0.
 */
record Entry(String file, List<String> way) {
  private static final List<String> FORMATS = List.of("yaml", "json", "env", "ini");

  Entry {
    way = List.copyOf(way);
  }

  static Entry parse(String text) {
    int hash = text.indexOf('#');
    return hash < 0
        ? new Entry(text, List.of())
        : new Entry(text.substring(0, hash), List.of(text.substring(hash + 1).split("\\.", -1)));
  }

  Optional<String> complaint() {
    Optional<String> path = Encrypted.complaint(file);
    if (path.isPresent()) {
      return path;
    }
    return way.isEmpty() || way.stream().anyMatch(String::isBlank) || format().isEmpty()
        ? Optional.of(
            "a value in a file of SOPS is named FILE#KEY.KEY, with a file .yaml, .json, .env or .ini,"
                + " like secrets/prod.yaml#db.password")
        : Optional.empty();
  }

  /** What SOPS calls the format, by the end of the name. */
  Optional<String> format() {
    String end = file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    String known = end.equals("yml") ? "yaml" : end;
    return FORMATS.contains(known)
        ? Optional.of(known.equals("env") ? "dotenv" : known)
        : Optional.empty();
  }

  /** The value in the decrypted file, or empty when there is none that is one text. */
  Optional<String> in(JsonNode root) {
    JsonNode node = root;
    for (String step : way) {
      boolean number = node.isArray() && step.matches("\\d{1,6}");
      node = number ? node.path(Integer.parseInt(step)) : node.path(step);
    }
    return node.isValueNode() && !node.isNull() ? Optional.of(node.asText()) : Optional.empty();
  }

  String shownWay() {
    return Printable.quote(String.join(".", way));
  }
}
