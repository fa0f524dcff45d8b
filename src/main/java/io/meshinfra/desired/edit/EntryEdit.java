package io.meshinfra.desired.edit;

import io.meshinfra.desired.template.Templates;
import io.meshinfra.desired.yaml.Marked;
import io.meshinfra.desired.yaml.MarkedReader;
import io.meshinfra.model.Printable;
import io.meshinfra.resource.SpecValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Gives keys of one map of a file new values, one step after the other. After each step the text is
 * read again: it must say the same as before but for the key.
 */
final class EntryEdit {
  private final String file;
  private String text;

  EntryEdit(String file, String text) {
    this.file = file;
    this.text = text;
  }

  String text() {
    return text;
  }

  void set(Place map, String key, SpecValue value) throws Misfit {
    switch (value) {
      case SpecValue.Nothing nothing -> remove(map, key);
      case SpecValue.Words words -> words(map, key, words);
      case SpecValue.Settings settings -> settings(map, key, settings);
      case SpecValue.Text text -> {
        if (Templates.isTemplate(text.text())) {
          throw new Misfit(
              "the value holds {{, {% or {#, which a manifest takes for a template; put it into a"
                  + " file of the repository and name it with source, where the kind has that");
        }
        scalar(map, key, text, text.text());
      }
      case SpecValue.Flag flag -> scalar(map, key, flag, Boolean.toString(flag.yes()));
      case SpecValue.Number number -> scalar(map, key, number, Long.toString(number.number()));
    }
  }

  private void scalar(Place map, String key, SpecValue value, String wanted) throws Misfit {
    At at = at(map);
    Optional<Marked> old = at.value(key);
    if (old.isEmpty()) {
      take(at, key, wanted, at.edit().insert(key, Written.fresh(value)));
      return;
    }
    if (!(old.get() instanceof Marked.Scalar scalar)) {
      throw new Misfit(key + " is a list or a map, and a single value has to be written");
    }
    int column = at.lines().column(at.field(key).key().start());
    take(at, key, wanted, new ScalarEdit(at.lines(), scalar, column, at.flow()).ways(value));
  }

  private void remove(Place map, String key) throws Misfit {
    At at = at(map);
    if (at.value(key).isPresent()) {
      take(at, key, null, List.of(at.edit().remove(key)));
    }
  }

  private void words(Place map, String key, SpecValue.Words words) throws Misfit {
    if (list(at(map), key).isEmpty()) {
      requireNone(key, words.gone());
      insert(at(map), key, words);
      return;
    }
    for (String word : words.gone()) {
      At at = at(map);
      ListEdit list = new ListEdit(at.lines(), list(at, key).orElseThrow());
      int index = index(list.words(), word, key);
      boolean last = list.list().items().size() == 1 && !list.list().flow();
      step(at, key, List.of(last ? list.clear(at.field(key).key()) : list.remove(index)));
    }
    for (String word : words.added()) {
      At at = at(map);
      step(at, key, List.of(new ListEdit(at.lines(), list(at, key).orElseThrow()).append(word)));
    }
  }

  private static int index(List<String> words, String word, String key) throws Misfit {
    for (int i = 0; i < words.size(); i++) {
      if (plain(words.get(i)).equals(plain(word))) {
        return i;
      }
    }
    throw new Misfit(
        "%s of %s is not written there; it comes from a variable"
            .formatted(Printable.quote(word), key));
  }

  private static String plain(String word) {
    return word.replaceAll("\\s+", " ").strip();
  }

  private Optional<Marked.Items> list(At at, String key) throws Misfit {
    Optional<Marked> value = at.value(key).filter(v -> !isNothing(v));
    if (value.isPresent() && !(value.get() instanceof Marked.Items)) {
      throw new Misfit(key + " is not written as a list there");
    }
    return value.map(Marked.Items.class::cast);
  }

  private void settings(Place map, String key, SpecValue.Settings settings) throws Misfit {
    Optional<Marked> value = at(map).value(key).filter(v -> !isNothing(v));
    if (value.isEmpty()) {
      requireNone(
          key,
          settings.settings().entrySet().stream()
              .filter(setting -> setting.getValue().isEmpty())
              .map(Map.Entry::getKey)
              .toList());
      insert(at(map), key, settings);
      return;
    }
    if (!(value.get() instanceof Marked.Fields old)) {
      throw new Misfit(key + " is not written as a map there");
    }
    boolean emptied =
        old.fields().stream()
            .allMatch(
                field -> Optional.empty().equals(settings.settings().get(field.key().text())));
    if (emptied && settings.settings().values().stream().allMatch(Optional::isEmpty)) {
      remove(map, key);
      return;
    }
    Place inside = map.below(key);
    for (var setting : settings.settings().entrySet()) {
      SpecValue text =
          setting.getValue().<SpecValue>map(SpecValue.Text::new).orElse(new SpecValue.Nothing());
      set(inside, setting.getKey(), text);
    }
  }

  private static void requireNone(String key, List<String> gone) throws Misfit {
    if (!gone.isEmpty()) {
      throw new Misfit(key + " is not written there, so nothing can be taken out of it");
    }
  }

  private void insert(At at, String key, SpecValue value) throws Misfit {
    String fresh = Written.fresh(value);
    if (at.value(key).orElse(null) instanceof Marked.Scalar nothing) {
      int column = at.lines().column(at.field(key).key().start());
      ScalarEdit edit = new ScalarEdit(at.lines(), nothing, column, at.flow());
      step(at, key, List.of(edit.inline(fresh)));
    } else {
      step(at, key, at.edit().insert(key, fresh));
    }
  }

  private static boolean isNothing(Marked value) {
    return value instanceof Marked.Scalar scalar && scalar.isNothing();
  }

  /** Takes the first way that reads as wanted; {@code null} stands for no such key. */
  private void take(At at, String key, String wanted, List<List<Patch>> ways) throws Misfit {
    take(
        at,
        key,
        ways,
        read ->
            wanted == null
                ? read.isEmpty()
                : read.orElse(null) instanceof Marked.Scalar scalar
                    && scalar.text().equals(wanted));
  }

  /** One step of several; the whole is checked when the edited files are loaded. */
  private void step(At at, String key, List<List<Patch>> ways) throws Misfit {
    take(at, key, ways, read -> true);
  }

  private void take(At at, String key, List<List<Patch>> ways, Predicate<Optional<Marked>> asWanted)
      throws Misfit {
    for (List<Patch> way : ways) {
      String candidate = Patch.apply(text, way);
      Optional<Marked.Fields> map = at.reads(file, candidate, key);
      if (map.isPresent()
          && asWanted.test(map.flatMap(m -> m.field(key)).map(Marked.Field::value))) {
        text = candidate;
        return;
      }
    }
    throw clumsy(key);
  }

  private static Misfit clumsy(String key) {
    return new Misfit(
        key + " is written in a way that cannot be changed without what stands around it");
  }

  private At at(Place map) throws Misfit {
    List<Marked> documents =
        MarkedReader.read(file, text).orElseThrow(() -> new Misfit("the file is not YAML"));
    return At.of(map, documents, Lines.of(text));
  }
}
