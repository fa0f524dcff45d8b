package io.meshinfra.resource.block;

import io.meshinfra.model.Content;
import io.meshinfra.model.Observation;
import io.meshinfra.model.State;
import io.meshinfra.resource.ProbeOutput;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads what {@link BlockScripts#look} printed. */
final class BlockRows {
  private final Map<String, List<String>> markers = new HashMap<>();
  private final Map<String, StringBuilder> lines = new HashMap<>();

  BlockRows(ProbeOutput output) {
    for (List<String> row : output.rows("block")) {
      if (row.size() == 4) {
        markers.put(row.getFirst(), row.subList(1, 4));
      }
    }
    for (List<String> row : output.rows("line")) {
      if (row.size() == 2) {
        lines
            .computeIfAbsent(row.getFirst(), index -> new StringBuilder())
            .append(unescaped(row.get(1)))
            .append('\n');
      }
    }
  }

  /** What was seen of the block with this index. */
  Observation of(int index) {
    String key = String.valueOf(index);
    List<String> counts = markers.get(key);
    if (counts == null) {
      return Observation.unknown("the file could not be read on the node");
    }
    if (counts.equals(List.of("0", "0", "0"))) {
      return Observation.ABSENT;
    }
    if (!counts.equals(List.of("1", "1", "1"))) {
      return Observation.unknown(
          "the file has not exactly one begin marker followed by one end marker of the block;"
              + " mend it by hand");
    }
    String text = lines.getOrDefault(key, new StringBuilder()).toString();
    return Observation.present(
        State.EMPTY.with("type", "file").with("content", Content.of(text).asValue()));
  }

  private static String unescaped(String line) {
    return line.replace("%0D", "\r").replace("%09", "\t").replace("%25", "%");
  }
}
