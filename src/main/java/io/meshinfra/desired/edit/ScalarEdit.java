package io.meshinfra.desired.edit;

import io.meshinfra.desired.yaml.Marked;
import io.meshinfra.resource.SpecValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes another text in place of one.
 *
 * @param column of the key
 * @param flow whether it stands in braces or brackets, where block style cannot be
 */
record ScalarEdit(Lines lines, Marked.Scalar old, int column, boolean flow) {
  private static final int STEP = 2;

  /** The ways to write it, the best one first; whether one says the same is told by reading it. */
  List<List<Patch>> ways(SpecValue value) {
    List<List<Patch>> ways = new ArrayList<>();
    if (!(value instanceof SpecValue.Text(String text))) {
      ways.add(inline(Written.fresh(value)));
      return ways;
    }
    boolean several = text.indexOf('\n') >= 0 && text.indexOf('\n') < text.length() - 1;
    boolean literal = old.style() == Marked.Style.LITERAL || old.style() == Marked.Style.FOLDED;
    if (!flow && (literal || several)) {
      literal(text).ifPresent(ways::add);
    }
    ways.add(inline(Written.text(text, old.style())));
    ways.add(inline(Written.quoted(text)));
    return ways;
  }

  List<Patch> inline(String written) {
    return isBlock()
        ? List.of(
            new Patch(old.start(), headerEnd(), written),
            Patch.delete(lines.stop(old.start()), old.end()))
        : List.of(new Patch(old.start(), old.end(), gap() + written));
  }

  /** Where nothing was written, nothing parts the value from its key yet. */
  private String gap() {
    boolean glued =
        old.start() == old.end()
            && old.start() > 0
            && !Character.isWhitespace(lines.text().charAt(old.start() - 1));
    return glued ? " " : "";
  }

  /** The lines come behind the line of the key, whose comment stays. */
  private Optional<List<Patch>> literal(String text) {
    return Literal.of(text, column, indent(), lines)
        .flatMap(literal -> {
          if (isBlock()) {
            return Optional.of(
                List.of(
                    new Patch(old.start(), headerEnd(), literal.header()),
                    new Patch(lines.stop(old.start()), old.end(), literal.body())));
          }
          return lines.isLast(old.end())
              ? Optional.of(
                  List.of(
                      new Patch(old.start(), old.end(), gap() + literal.header()),
                      Patch.insert(lines.stop(old.end()), literal.body())))
              : Optional.empty();
        });
  }

  private boolean isBlock() {
    return old.style() == Marked.Style.LITERAL || old.style() == Marked.Style.FOLDED;
  }

  /** Behind {@code |}, {@code |-}, {@code >2}, ... */
  private int headerEnd() {
    int at = old.start();
    while (at < old.end() && !Character.isWhitespace(lines.text().charAt(at))) {
      at++;
    }
    return at;
  }

  /** Of the lines that are there, else one step deeper than the key. */
  private int indent() {
    int line = lines.next(old.start());
    while (isBlock() && line < old.end()) {
      String shown = lines.text().substring(line, lines.stop(line));
      if (!shown.isBlank()) {
        int found = shown.length() - shown.stripLeading().length();
        return old.text().startsWith(" ") ? column + STEP : found;
      }
      line = lines.next(line);
    }
    return column + STEP;
  }
}
