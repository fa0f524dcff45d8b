package io.meshinfra.desired.edit;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A text of several lines in block style.
 *
 * @param header what stands on the line of the key: {@code |}, {@code |-}, {@code |+}
 * @param body the lines, each after a line end
 */
record Literal(String header, String body) {

  /**
   * Empty when block style cannot hold the text as it is.
   *
   * @param column of the key
   * @param indent of the lines
   */
  static Optional<Literal> of(String text, int column, int indent, Lines lines) {
    String plain = text.replace("\t", "").replace("\n", "");
    if (text.isBlank() || !Written.isPrintable(plain) || text.startsWith("\t")) {
      return Optional.empty();
    }
    boolean indicated = text.stripLeading().length() < text.length();
    int deeper = indent - column;
    if (indicated && (deeper < 1 || deeper > 9)) {
      return Optional.empty();
    }
    String kept = text.endsWith("\n\n") ? "+" : "";
    String chomping = text.endsWith("\n") ? kept : "-";
    String body =
        Stream.of(text.substring(0, text.length() - (text.endsWith("\n") ? 1 : 0)).split("\n", -1))
            .map(line -> line.isEmpty() ? lines.end() : lines.fresh(indent) + line)
            .collect(Collectors.joining());
    return Optional.of(new Literal("|" + (indicated ? deeper : "") + chomping, body));
  }
}
