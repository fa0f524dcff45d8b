package io.meshinfra.network.intent;

import java.util.List;

/** Whom a rule speaks of: one selector or several. */
public record NodeSelection(List<Selector> of) {
  private static final int MOST = 1_000;

  public NodeSelection {
    of = List.copyOf(of);
  }

  static NodeSelection parse(String text) {
    return new NodeSelection(List.of(Selector.parse(text)));
  }

  static NodeSelection parse(List<String> words) {
    if (words.isEmpty() || words.size() > MOST) {
      throw new IllegalArgumentException(
          "1 to %d names, not %d; a group can have more".formatted(MOST, words.size()));
    }
    return new NodeSelection(words.stream().map(Selector::parse).toList());
  }

  @Override
  public String toString() {
    return String.join(", ", of.stream().map(Selector::toString).toList());
  }
}
