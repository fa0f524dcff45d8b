package io.meshinfra.desired.edit;

import io.meshinfra.desired.yaml.Marked;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Adds and removes keys of a map. */
record MapEdit(Lines lines, Marked.Fields map) {

  /**
   * The ways to add a key, the best one first: behind the first one, which names the resource, else
   * before it.
   */
  List<List<Patch>> insert(String key, String value) throws Misfit {
    if (map.fields().isEmpty()) {
      throw new Misfit("the map is empty, so it does not show how its keys are written");
    }
    Marked.Field first = map.fields().getFirst();
    String field = key + ": " + value;
    int column = lines.column(first.key().start());
    List<List<Patch>> ways = new ArrayList<>();
    if (map.flow()) {
      ways.add(inFlow(first, field));
    } else {
      if (lines.isLast(first.value().end())) {
        int stop = lines.stop(first.value().end());
        ways.add(List.of(Patch.insert(stop, lines.fresh(column) + field)));
      }
      ways.add(List.of(Patch.insert(first.key().start(), field + lines.fresh(column))));
    }
    return ways;
  }

  /** On a line of its own where the others are. */
  private List<Patch> inFlow(Marked.Field first, String field) {
    int end = first.value().end();
    boolean comma = lines.text().startsWith(",", end);
    if (comma && lines.isFirst(first.key().start()) && lines.isLast(end + 1)) {
      String line = lines.fresh(lines.column(first.key().start())) + field + ",";
      return List.of(Patch.insert(lines.stop(end), line));
    }
    return List.of(Patch.insert(end, ", " + field));
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

  /** One part of a flow collection with the comma behind it, or else before it. */
  static Patch between(Lines lines, List<Integer> starts, List<Integer> ends, int index)
      throws Misfit {
    List<Patch> ways = new ArrayList<>();
    if (index + 1 < starts.size()) {
      ways.add(Patch.delete(starts.get(index), starts.get(index + 1)));
    }
    if (index > 0) {
      ways.add(Patch.delete(ends.get(index - 1), ends.get(index)));
    }
    return ways.stream()
        .filter(way -> lines.text().substring(way.from(), way.to()).indexOf('\n') < 0)
        .findFirst()
        .orElseThrow(() ->
            new Misfit("it shares lines with what stands beside it; write one item per line"));
  }
}
