package io.meshinfra.policy.pattern;

import java.util.List;
import java.util.stream.Stream;

/** A piece of a pattern. */
public sealed interface Part {
  /** Exactly one character of the set. */
  record One(Letters letters) implements Part {}

  /** Any number of characters of the set, none included. */
  record Many(Letters letters) implements Part {}

  /** One of several sequences. */
  record Either(List<List<Part>> ways) implements Part {
    public Either {
      ways = List.copyOf(ways);
    }
  }

  /** Any text at all. */
  Part ANYTHING = new Many(Letters.ANY);

  /** One sequence after the other. */
  @SafeVarargs
  static List<Part> joined(List<Part>... sequences) {
    return Stream.of(sequences).flatMap(List::stream).toList();
  }
}
