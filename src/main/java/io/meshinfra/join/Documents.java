package io.meshinfra.join;

import io.meshinfra.desired.manifest.SourceText;
import io.meshinfra.model.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The documents of a YAML file, as they are written. */
final class Documents {
  private static final Pattern SEPARATOR = Pattern.compile("---(\\s.*)?");

  private Documents() {}

  /**
   * The file without one of its documents; empty when nothing would be left. With something like
   * {@code %YAML} before a separator it may be another document, or none: the caller reads the file
   * again.
   *
   * @param index of the document, counted from 0
   */
  static Optional<Content> without(String file, Content content, int index) {
    List<List<String>> parts = parts(SourceText.of(file, content).text());
    if (index >= parts.size()) {
      return Optional.of(content);
    }
    parts.remove(index);
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder();
    parts.forEach(part -> part.forEach(line -> text.append(line).append('\n')));
    return Optional.of(Content.of(text.toString().replaceFirst("^---[ \\t]*\\n", "")));
  }

  /** Each with the line that separates it from the one before; comments before the first count. */
  private static List<List<String>> parts(String text) {
    List<List<String>> parts = new ArrayList<>();
    parts.add(new ArrayList<>());
    for (String line : text.lines().toList()) {
      boolean begun = parts.getLast().stream().anyMatch(l -> !l.isBlank() && !l.startsWith("#"));
      if (SEPARATOR.matcher(line).matches() && begun) {
        parts.add(new ArrayList<>());
      }
      parts.getLast().add(line);
    }
    return parts;
  }
}
