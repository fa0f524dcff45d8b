package io.meshinfra.desired.edit;

import java.util.Comparator;
import java.util.List;

/** These characters of a text are to be replaced by others. */
record Patch(int from, int to, String text) {
  static Patch insert(int at, String text) {
    return new Patch(at, at, text);
  }

  static Patch delete(int from, int to) {
    return new Patch(from, to, "");
  }

  /** The text with all of them; they do not overlap, and insertions at one place keep order. */
  static String apply(String text, List<Patch> patches) {
    StringBuilder out = new StringBuilder(text);
    patches.stream()
        .sorted(Comparator.comparingInt(Patch::from))
        .toList()
        .reversed()
        .forEach(patch -> out.replace(patch.from(), patch.to(), patch.text()));
    return out.toString();
  }
}
