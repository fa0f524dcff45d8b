package io.meshinfra.desired.yaml;

import java.util.List;

/** Text of a file, to find the place of something inside of a value. */
public record SourceLines(List<String> lines) {
  public SourceLines {
    lines = List.copyOf(lines);
  }

  public static SourceLines of(String text) {
    return new SourceLines(text.lines().toList());
  }

  /**
   * Where a place inside of a value is in the file: exactly, when the value stands there as it is,
   * in quotes or not or as a block of lines; else where the value begins.
   *
   * @param value what is written
   * @param line inside of the value, from 1
   * @param column inside of the value, from 1
   */
  public Position place(Yaml yaml, String value, int line, int column) {
    Position begin = yaml.at();
    String[] parts = value.split("\n", -1);
    if (line > parts.length) {
      return begin;
    }
    String wanted = parts[line - 1];
    int first = begin.line() - 1;
    boolean block = sign(begin) == '|';
    int index = first + (block ? line : line - 1);
    if (index >= lines.size() || (parts.length > 1 && !block && line > 1)) {
      return begin;
    }
    int from = block ? 0 : Math.min(begin.column() - 1, lines.get(index).length());
    int at = lines.get(index).indexOf(wanted, from);
    return at < 0 ? begin : new Position(begin.file(), index + 1, at + column);
  }

  private char sign(Position at) {
    String line = at.line() <= lines.size() ? lines.get(at.line() - 1) : "";
    return at.column() <= line.length() ? line.charAt(at.column() - 1) : ' ';
  }
}
