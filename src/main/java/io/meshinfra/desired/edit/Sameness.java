package io.meshinfra.desired.edit;

import io.meshinfra.desired.yaml.Marked;
import java.util.List;

/** Tells whether two texts say the same but for one key. */
final class Sameness {
  /** The map whose key may differ. */
  private final Marked exempt;

  private final String key;

  private Sameness(Marked exempt, String key) {
    this.exempt = exempt;
    this.key = key;
  }

  static boolean except(List<Marked> before, List<Marked> after, Marked map, String key) {
    return new Sameness(map, key).all(before, after);
  }

  /** Whether a list is the same as before but for one more item at its end. */
  static boolean grown(List<Marked> before, List<Marked> after) {
    return after.size() == before.size() + 1
        && new Sameness(null, "").all(before, after.subList(0, before.size()));
  }

  private boolean all(List<Marked> before, List<Marked> after) {
    if (before.size() != after.size()) {
      return false;
    }
    for (int i = 0; i < before.size(); i++) {
      if (!same(before.get(i), after.get(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean same(Marked before, Marked after) {
    return switch (before) {
      case Marked.Alias alias -> after instanceof Marked.Alias a && a.name().equals(alias.name());
      case Marked.Scalar scalar ->
          after instanceof Marked.Scalar a
              && a.text().equals(scalar.text())
              && a.style() == scalar.style();
      case Marked.Items list -> after instanceof Marked.Items a && all(list.items(), a.items());
      case Marked.Fields map -> after instanceof Marked.Fields a && sameFields(map, a);
    };
  }

  private boolean sameFields(Marked.Fields before, Marked.Fields after) {
    List<Marked.Field> was = counted(before, before);
    List<Marked.Field> is = counted(before, after);
    if (was.size() != is.size()) {
      return false;
    }
    for (int i = 0; i < was.size(); i++) {
      if (!was.get(i).key().text().equals(is.get(i).key().text())
          || !same(was.get(i).value(), is.get(i).value())) {
        return false;
      }
    }
    return true;
  }

  private List<Marked.Field> counted(Marked.Fields before, Marked.Fields map) {
    return before == exempt
        ? map.fields().stream().filter(field -> !field.key().text().equals(key)).toList()
        : map.fields();
  }
}
