package io.meshinfra.report.markdown;

import com.google.errorprone.annotations.CompileTimeConstant;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Markdown in which every text from outside is plain text, a code span or a code block.
 *
 * <p>The template must be a constant of the source code (Error Prone refuses anything else), and
 * each <code>{}</code> in it is replaced by one argument: Markdown as it is, a number in digits,
 * everything else as plain text. So no file name, node output or title can close a fence, mention
 * somebody, link anywhere, or start an HTML tag, on any of the forges.
 */
public final class Markdown {
  public static final Markdown EMPTY = new Markdown("");

  private final String text;

  private Markdown(String text) {
    this.text = text;
  }

  /** Fills the template; the number of arguments must match the number of holes. */
  public static Markdown of(@CompileTimeConstant final String template, Object... arguments) {
    StringBuilder out = new StringBuilder(template.length() + 64);
    int at = 0;
    int used = 0;
    for (int hole = template.indexOf("{}"); hole >= 0; hole = template.indexOf("{}", at)) {
      if (used >= arguments.length) {
        throw new IllegalArgumentException("too few arguments for: " + template);
      }
      out.append(template, at, hole).append(filled(arguments[used++]));
      at = hole + 2;
    }
    if (used != arguments.length) {
      throw new IllegalArgumentException("too many arguments for: " + template);
    }
    return new Markdown(out.append(template.substring(at)).toString());
  }

  private static String filled(Object argument) {
    return switch (argument) {
      case Markdown markdown -> markdown.text;
      case Integer number -> number.toString();
      case Long number -> number.toString();
      default -> Inline.plain(argument.toString());
    };
  }

  /** Text of a sentence, on one line, cut when it is longer than a paragraph. */
  public static Markdown plain(String text) {
    return new Markdown(Inline.plain(text));
  }

  /** A name, a path, a word of a command: shown in the typeface of code, on one line. */
  public static Markdown code(Object text) {
    return new Markdown(Inline.code(text.toString()));
  }

  /** Names one after the other, each as code. */
  public static Markdown codes(Collection<?> texts) {
    return join(", ", texts.stream().map(Markdown::code).toList());
  }

  /** A link to a page; the label alone when the address is no page. */
  public static Markdown link(Markdown label, URI address) {
    if (!Inline.isPage(address)) {
      return label;
    }
    return new Markdown("[" + label.text + "](" + Inline.address(address) + ")");
  }

  /**
   * Lines exactly as they are, but for characters that a screen must not get.
   *
   * @param language of the colours, like {@code diff}; may be empty
   */
  public static Markdown block(@CompileTimeConstant final String language, String lines) {
    return new Markdown(Block.of(language, lines));
  }

  /** A part that is closed until somebody opens it. */
  public static Markdown fold(String summary, Markdown body) {
    return new Markdown(
        "<details><summary>"
            + Inline.plain(summary)
            + "</summary>\n\n"
            + body.text
            + "\n\n</details>");
  }

  /**
   * A word for programs that nobody sees.
   *
   * @param word letters, digits and {@code . _ / =}, and hyphens one at a time; anything else
   *     becomes a dot
   */
  public static Markdown marker(String word) {
    String safe = word.replaceAll("[^A-Za-z0-9 ._/=-]", ".").replaceAll("-{2,}", "-");
    return new Markdown("<!-- " + safe.strip() + " -->");
  }

  /** One after the other with something between them; nothing for those that are empty. */
  public static Markdown join(
      @CompileTimeConstant final String between, Collection<Markdown> parts) {
    return new Markdown(
        parts.stream()
            .filter(part -> !part.isEmpty())
            .map(part -> part.text)
            .collect(Collectors.joining(between)));
  }

  /** Each a paragraph. */
  public static Markdown paragraphs(Markdown... parts) {
    return join("\n\n", List.of(parts));
  }

  /** A list with dots; each item is one line. */
  public static Markdown items(Collection<Markdown> items) {
    items.forEach(Markdown::requireOneLine);
    return join("\n", items.stream().map(item -> new Markdown("- " + item.text)).toList());
  }

  /** One row of a table; each cell is one line. */
  public static Markdown row(List<Markdown> cells) {
    cells.forEach(Markdown::requireOneLine);
    return new Markdown(
        cells.stream().map(cell -> cell.text).collect(Collectors.joining(" | ", "| ", " |")));
  }

  private void requireOneLine() {
    if (text.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("a block cannot be in a list or a table: " + text);
    }
  }

  public boolean isEmpty() {
    return text.isEmpty();
  }

  /** In characters, as forges count them. */
  public int length() {
    return text.length();
  }

  /** What the forge gets. */
  public String text() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Markdown that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
