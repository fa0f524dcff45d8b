package io.meshinfra.secret.vault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code secret/web/db#password}: the mount of the engine, the path of the entry, its field.
 *
 * @param path at least one segment
 */
record Entry(String mount, List<String> path, String field) {
  Entry {
    path = List.copyOf(path);
  }

  /** Empty when the text is no name of a field of an entry. */
  static Optional<Entry> parse(String text) {
    int hash = text.lastIndexOf('#');
    if (hash < 0 || hash == text.length() - 1) {
      return Optional.empty();
    }
    List<String> segments = List.of(text.substring(0, hash).split("/", -1));
    boolean plain =
        segments.stream().noneMatch(s -> s.isBlank() || s.equals(".") || s.equals(".."));
    return segments.size() < 2 || !plain
        ? Optional.empty()
        : Optional.of(
            new Entry(
                segments.getFirst(),
                segments.subList(1, segments.size()),
                text.substring(hash + 1)));
  }

  /** What version 2 of the engine calls it; version 1 leaves the word data out. */
  List<String> address(boolean versioned) {
    List<String> segments = new ArrayList<>(List.of("v1", mount));
    if (versioned) {
      segments.add("data");
    }
    segments.addAll(path);
    return segments;
  }
}
