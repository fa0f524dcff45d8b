package io.meshinfra.desired.yaml;

import io.meshinfra.desired.Finding;

/**
 * A place in a manifest.
 *
 * @param line counted from 1
 * @param column counted from 1
 */
public record Position(String file, int line, int column) {
  /** Reads {@code file:line:column} back. */
  public static Position parse(String text) {
    int column = text.lastIndexOf(':');
    int line = text.lastIndexOf(':', column - 1);
    return new Position(
        text.substring(0, line),
        Integer.parseInt(text.substring(line + 1, column)),
        Integer.parseInt(text.substring(column + 1)));
  }

  public Finding finding(String message) {
    return new Finding(file, line, column, message);
  }

  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
