package io.meshinfra.resource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Replaces the {@code actions} of a case file, and leaves the rest of its text as it is. */
final class GoldenActions {
  private GoldenActions() {}

  static void overwrite(Path file, String actions) {
    try {
      List<String> lines = new ArrayList<>(Files.readAllLines(file));
      int from = begin(lines);
      int to = end(lines, from);
      List<String> block = block(actions);
      lines.subList(from, to).clear();
      lines.addAll(from, block);
      Files.writeString(file, String.join("\n", lines) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the block stands, or shall stand: before {@code after}, else at the end. */
  private static int begin(List<String> lines) {
    for (String key : List.of("actions:", "after:", "afterTasks:")) {
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).startsWith(key)) {
          return i;
        }
      }
    }
    return lines.size();
  }

  private static int end(List<String> lines, int from) {
    if (from == lines.size() || !lines.get(from).startsWith("actions:")) {
      return from;
    }
    int to = from + 1;
    while (to < lines.size() && (lines.get(to).isBlank() || lines.get(to).startsWith(" "))) {
      to++;
    }
    return to;
  }

  private static List<String> block(String actions) {
    if (actions.isEmpty()) {
      return List.of();
    }
    List<String> block = new ArrayList<>(List.of("actions: |"));
    for (String line : actions.stripTrailing().split("\n", -1)) {
      block.add(line.isEmpty() ? "" : "  " + line);
    }
    return block;
  }
}
