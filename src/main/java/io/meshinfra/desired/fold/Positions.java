package io.meshinfra.desired.fold;

import io.meshinfra.desired.yaml.Position;

/** Reads the position back that a resource carries as text. */
final class Positions {
  private Positions() {}

  static Position of(Folded folded) {
    return Position.parse(folded.resource().terms().position());
  }
}
