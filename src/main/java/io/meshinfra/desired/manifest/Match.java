package io.meshinfra.desired.manifest;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a label must be: one value, one of several, or {@code "*"} for any value at all. */
public record Match(Set<String> anyOf) {
  private static final String PRESENT = "*";

  public Match {
    anyOf = Set.copyOf(anyOf);
  }

  public static Match parse(String value) {
    return new Match(Set.of(value));
  }

  public static Match parse(List<String> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("an empty list matches no node; name at least one value");
    }
    return new Match(Set.copyOf(values));
  }

  public boolean matches(String label) {
    return label != null && (anyOf.contains(PRESENT) || anyOf.contains(label));
  }

  /** Whether a node with these labels is selected. */
  public static boolean all(Map<String, Match> selector, Map<String, String> labels) {
    return selector.entrySet().stream()
        .allMatch(label -> label.getValue().matches(labels.get(label.getKey())));
  }
}
