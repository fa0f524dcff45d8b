package io.meshinfra.desired.yaml;

import io.meshinfra.desired.Finding;

/**
 * A place in a manifest.
 *
 * @param line counted from 1
 * @param column counted from 1
 */
public record Position(String file, int line, int column) {
  public Finding finding(String message) {
    return new Finding(file, line, column, message);
  }

  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
