package io.meshinfra.network.tailscale;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Writes a policy file, section by section. Every word that comes from elsewhere is quoted. */
final class PolicyText {
  private static final String HEAD =
      """
      // Written by mesh-infra from infra/policy/intent/network.yaml: change it there, not here.
      // A change by hand is told as drift, and nothing overwrites it before somebody says so.
      """;

  private final List<String> sections = new ArrayList<>();

  /** A section that is an object. */
  void object(String key, Map<String, String> values) {
    List<String> entries = new ArrayList<>();
    values.forEach((name, value) -> entries.add("    " + HuJson.quote(name) + ": " + value));
    section(key, '{', entries, '}');
  }

  /** A section that is a list of objects, each with a comment or an empty one. */
  void list(String key, Collection<Entry> entries) {
    section(key, '[', entries.stream().map(Entry::text).toList(), ']');
  }

  /**
   * An object in a list.
   *
   * @param comment words that need no quotes; they end with the line
   * @param values JSON by key
   */
  record Entry(String comment, Map<String, String> values) {
    private String text() {
      StringBuilder text = new StringBuilder();
      if (!comment.isEmpty()) {
        text.append("    // ").append(comment).append('\n');
      }
      text.append("    {\n");
      int left = values.size();
      for (Map.Entry<String, String> value : values.entrySet()) {
        text.append("      ").append(HuJson.quote(value.getKey())).append(": ");
        text.append(value.getValue()).append(--left > 0 ? ",\n" : "\n");
      }
      return text.append("    }").toString();
    }
  }

  private void section(String key, char open, List<String> entries, char close) {
    String start = "  " + HuJson.quote(key) + ": " + open;
    sections.add(
        entries.isEmpty()
            ? start + close
            : start + "\n" + String.join(",\n", entries) + "\n  " + close);
  }

  String text() {
    String body = "{\n" + String.join(",\n", sections) + "\n}\n";
    return HEAD + PolicyMark.line(body) + "\n" + body;
  }
}
