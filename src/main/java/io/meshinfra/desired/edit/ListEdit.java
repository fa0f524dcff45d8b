package io.meshinfra.desired.edit;

import io.meshinfra.desired.yaml.Marked;
import java.util.ArrayList;
import java.util.List;

/** Adds and removes words of a list. */
record ListEdit(Lines lines, Marked.Items list) {

  /** The texts of the items; only texts can be told apart. */
  List<String> words() throws Misfit {
    List<String> words = new ArrayList<>();
    for (Marked item : list.items()) {
      if (!(item instanceof Marked.Scalar scalar)) {
        throw new Misfit("the list holds more than words");
      }
      words.add(scalar.text());
    }
    return words;
  }

  List<Patch> remove(int index) throws Misfit {
    Marked item = list.items().get(index);
    if (list.flow()) {
      return List.of(fromFlow(item, index));
    }
    int dash = dash(item);
    return List.of(
        MapEdit.wholeLines(lines, dash, item.end(), false)
            .orElseThrow(() -> new Misfit("an item of the list shares its line with others")));
  }

  private Patch fromFlow(Marked item, int index) throws Misfit {
    var whole = MapEdit.wholeLines(lines, item.start(), item.end(), true);
    if (whole.isPresent()) {
      return whole.get();
    }
    if (list.items().size() == 1) {
      return Patch.delete(item.start(), item.end());
    }
    return MapEdit.between(
        lines,
        list.items().stream().map(Marked::start).toList(),
        list.items().stream().map(Marked::end).toList(),
        index);
  }

  /** The only item of a block list goes: an empty list needs brackets. */
  List<Patch> clear(Marked.Scalar key) throws Misfit {
    Marked first = list.items().getFirst();
    int colon = lines.text().indexOf(':', key.end());
    Patch gone =
        MapEdit.wholeLines(lines, dash(first), list.end(), false)
            .orElseThrow(() -> new Misfit("the list shares its lines with others"));
    return List.of(Patch.insert(colon + 1, " []"), gone);
  }

  List<Patch> append(String word) throws Misfit {
    if (list.items().isEmpty()) {
      return List.of(Patch.insert(list.start() + 1, Written.text(word, Marked.Style.PLAIN)));
    }
    Marked last = list.items().getLast();
    String text = Written.text(word, style());
    if (!list.flow()) {
      int column = lines.column(dash(last));
      if (!lines.isLast(last.end())) {
        throw new Misfit("a new item has no room behind the last one");
      }
      return List.of(Patch.insert(lines.stop(last.end()), lines.fresh(column) + "- " + text));
    }
    int behind = last.end();
    boolean comma = lines.text().startsWith(",", behind);
    int after = comma ? behind + 1 : behind;
    if (lines.isFirst(last.start()) && lines.isLast(after)) {
      String line = lines.fresh(lines.column(last.start())) + text + (comma ? "," : "");
      Patch separated = Patch.insert(behind, comma ? "" : ",");
      return List.of(separated, Patch.insert(lines.stop(after), line));
    }
    return List.of(Patch.insert(behind, ", " + text));
  }

  /** As the other items are quoted. */
  private Marked.Style style() {
    return list.items().getFirst() instanceof Marked.Scalar first
        ? first.style()
        : Marked.Style.PLAIN;
  }

  int dash(Marked item) throws Misfit {
    int at = item.start() - 1;
    while (at >= 0 && Character.isWhitespace(lines.text().charAt(at))) {
      at--;
    }
    if (at < 0 || lines.text().charAt(at) != '-') {
      throw new Misfit("an item of the list does not begin where its line does");
    }
    return at;
  }
}
