package io.meshinfra.desired.edit;

import io.meshinfra.desired.yaml.Marked;
import io.meshinfra.desired.yaml.MarkedReader;
import io.meshinfra.desired.yaml.Position;
import io.meshinfra.resource.SpecValue;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * One entry of a list of resources, to be written somewhere else.
 *
 * @param lines without the blanks that stand in front of all of them
 * @param flow whether it is written in braces
 */
record EntryText(List<String> lines, boolean flow) {
  EntryText {
    lines = List.copyOf(lines);
  }

  /** An entry as it is written somewhere, comments included. */
  static EntryText at(String text, Position at, String kind) throws Misfit {
    List<Marked> documents =
        MarkedReader.read(at.file(), text).orElseThrow(() -> new Misfit("the file is not YAML"));
    Place body =
        EntryLocator.find(documents, at, kind)
            .orElseThrow(() -> new Misfit("the entry stands behind an alias (*); write it out"));
    At.of(body, documents, Lines.of(text));
    List<Marked> path = body.path(documents).orElseThrow();
    Marked.Fields item = (Marked.Fields) path.get(path.size() - 2);
    if (At.holdsShared(item)) {
      throw new Misfit("the entry is written with an anchor (&) or alias (*); write it out");
    }
    int column = Lines.of(text).column(item.start());
    List<String> lines = new ArrayList<>();
    for (String line : text.substring(item.start(), item.end()).split("\r?\n", -1)) {
      lines.add(lines.isEmpty() ? line : shifted(line, column));
    }
    return new EntryText(lines, item.flow());
  }

  private static String shifted(String line, int column) throws Misfit {
    if (line.isBlank()) {
      return "";
    }
    if (line.length() - line.stripLeading().length() < column) {
      throw new Misfit("a line of the entry begins before the entry does");
    }
    return line.substring(column);
  }

  /** An entry that is written nowhere yet. */
  static EntryText fresh(String kind, SortedMap<String, SpecValue> values) {
    List<String> fields =
        values.entrySet().stream()
            .map(v -> v.getKey() + ": " + Written.fresh(v.getValue()))
            .toList();
    return new EntryText(List.of(kind + ": {" + String.join(", ", fields) + "}"), false);
  }

  /** As an item of a block list. */
  String inBlock(Lines lines, int column) {
    StringBuilder text = new StringBuilder(lines.fresh(column) + "- ");
    for (int i = 0; i < this.lines.size(); i++) {
      String line = this.lines.get(i);
      String start = i == 0 ? "" : line.isEmpty() ? lines.end() : lines.fresh(column + 2);
      text.append(start).append(line);
    }
    return text.toString();
  }

  /** As an item of a list in brackets. */
  String inFlow() throws Misfit {
    if (lines.size() > 1) {
      throw new Misfit(
          "the resources of the node are written in brackets, where an entry of several lines has"
              + " no room; write them as a list of lines");
    }
    return flow ? lines.getFirst() : "{" + lines.getFirst() + "}";
  }
}
