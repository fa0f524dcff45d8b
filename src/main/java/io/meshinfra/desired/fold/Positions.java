package io.meshinfra.desired.fold;

import io.meshinfra.desired.yaml.Position;

/** Reads the position back that a resource carries as text. */
final class Positions {
  private Positions() {}

  static Position of(Folded folded) {
    String text = folded.resource().terms().position();
    int column = text.lastIndexOf(':');
    int line = text.lastIndexOf(':', column - 1);
    return new Position(
        text.substring(0, line),
        Integer.parseInt(text.substring(line + 1, column)),
        Integer.parseInt(text.substring(column + 1)));
  }
}
