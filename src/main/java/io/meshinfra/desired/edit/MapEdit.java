package io.meshinfra.desired.edit;

import io.meshinfra.desired.yaml.Marked;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Adds and removes keys of a map. */
record MapEdit(Lines lines, Marked.Fields map) {

  /** A new key stands behind the first one, which names the resource, else behind the last. */
  List<Patch> insert(String key, String value) throws Misfit {
    if (map.fields().isEmpty()) {
      throw new Misfit("the map is empty, so it does not show how its keys are written");
    }
    Marked.Field first = map.fields().getFirst();
    String field = key + ": " + value;
    if (map.flow()) {
      return List.of(Patch.insert(first.value().end(), ", " + field));
    }
    int column = lines.column(first.key().start());
    boolean simple =
        first.value() instanceof Marked.Scalar scalar
            && scalar.style() != Marked.Style.LITERAL
            && scalar.style() != Marked.Style.FOLDED;
    int behind = simple ? first.value().end() : map.end();
    if (!lines.isLast(behind)) {
      throw new Misfit("a new key has no room on the line of " + first.key().text());
    }
    return List.of(Patch.insert(lines.stop(behind), lines.fresh(column) + field));
  }

  List<Patch> remove(String key) throws Misfit {
    int index = index(key);
    Marked.Field field = map.fields().get(index);
    int from = field.key().start();
    int to = field.value().end();
    if (map.fields().size() == 1) {
      throw new Misfit("nothing would be left of the map but " + key);
    }
    Optional<Patch> whole = wholeLines(lines, from, to, map.flow());
    if (whole.isPresent()) {
      return List.of(whole.get());
    }
    if (!map.flow()) {
      throw new Misfit(key + " does not stand on a line of its own");
    }
    List<Integer> starts = map.fields().stream().map(f -> f.key().start()).toList();
    List<Integer> ends = map.fields().stream().map(f -> f.value().end()).toList();
    return List.of(between(lines, starts, ends, index));
  }

  private int index(String key) {
    for (int i = 0; i < map.fields().size(); i++) {
      if (map.fields().get(i).key().text().equals(key)) {
        return i;
      }
    }
    throw new IllegalStateException("only keys that are there are removed");
  }

  /** The lines of a part, when nothing else but its own comment and comma stands on them. */
  static Optional<Patch> wholeLines(Lines lines, int from, int to, boolean flow) {
    boolean comma = flow && lines.text().startsWith(",", to);
    int behind = comma ? to + 1 : to;
    if (!lines.isFirst(from) || !lines.isLast(behind)) {
      return Optional.empty();
    }
    boolean last = lines.next(behind) == lines.text().length() && !lines.text().endsWith("\n");
    int begin = lines.start(from);
    return Optional.of(
        last && begin > 0
            ? Patch.delete(lines.stop(lines.start(begin - 1)), lines.text().length())
            : Patch.delete(begin, lines.next(behind)));
  }

  /** One part of a flow collection with the comma before or behind it. */
  static Patch between(Lines lines, List<Integer> starts, List<Integer> ends, int index)
      throws Misfit {
    int from = index == 0 ? starts.getFirst() : ends.get(index - 1);
    int to = index == 0 ? starts.get(1) : ends.get(index);
    String removed = lines.text().substring(from, to);
    if (removed.indexOf('\n') >= 0) {
      throw new Misfit("it shares lines with what stands beside it; write one item per line");
    }
    return Patch.delete(from, to);
  }

  /** For values that are maps themselves. */
  List<String> keys() {
    List<String> keys = new ArrayList<>();
    map.fields().forEach(field -> keys.add(field.key().text()));
    return keys;
  }
}
