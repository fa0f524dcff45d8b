package io.meshinfra.desired.edit;

/**
 * The lines of a text, with the line ends that it has.
 *
 * @param end what ends a line: of the first one, which stands for all
 */
record Lines(String text, String end) {
  static Lines of(String text) {
    int first = text.indexOf('\n');
    return new Lines(text, first > 0 && text.charAt(first - 1) == '\r' ? "\r\n" : "\n");
  }

  /** Index of the first character of the line. */
  int start(int index) {
    return text.lastIndexOf('\n', index - 1) + 1;
  }

  /** Index behind the last character of the line, without its end. */
  int stop(int index) {
    int newline = text.indexOf('\n', index);
    int stop = newline < 0 ? text.length() : newline;
    return newline > index && text.charAt(newline - 1) == '\r' ? stop - 1 : stop;
  }

  /** Index of the first character of the next line, or the end of the text. */
  int next(int index) {
    int newline = text.indexOf('\n', index);
    return newline < 0 ? text.length() : newline + 1;
  }

  /** How many characters stand before it on its line. */
  int column(int index) {
    return index - start(index);
  }

  /** Whether nothing but blanks stands before it on its line. */
  boolean isFirst(int index) {
    return text.substring(start(index), index).isBlank();
  }

  /** Whether nothing but blanks and a comment stands behind it on its line. */
  boolean isLast(int index) {
    String rest = text.substring(index, stop(index));
    return rest.isBlank() || rest.stripLeading().startsWith("#") && !rest.startsWith("#");
  }

  /** A new line with that many blanks in front. */
  String fresh(int column) {
    return end + " ".repeat(column);
  }
}
