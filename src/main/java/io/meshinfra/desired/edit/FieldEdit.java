package io.meshinfra.desired.edit;

import io.meshinfra.desired.manifest.SourceText;
import io.meshinfra.desired.yaml.Marked;
import io.meshinfra.desired.yaml.MarkedReader;
import io.meshinfra.model.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Adds and removes whole keys and items of a YAML file, of any kind; what stands around them stays
 * as it is, comments too. After each edit the text is read again: it must say the same as before
 * but for that.
 */
public final class FieldEdit {
  private static final int STEP = 2;

  private final String file;
  private final int document;
  private String text;

  private FieldEdit(String file, int document, String text) {
    this.file = file;
    this.document = document;
    this.text = text;
  }

  /** An edit could not be made without guessing; the message says why. */
  public static final class Impossible extends Exception {
    private static final long serialVersionUID = 1;

    Impossible(String message) {
      super(message);
    }
  }

  /** For edits that are made of several of these. */
  public static Impossible impossible(String message) {
    return new Impossible(message);
  }

  /** Edits of the first document of a file. */
  public static FieldEdit of(String file, Content content) throws Impossible {
    return of(file, content, 0);
  }

  /**
   * @param document which one of the file, counted from 0
   */
  public static FieldEdit of(String file, Content content, int document) throws Impossible {
    SourceText source = SourceText.of(file, content);
    if (source.finding().isPresent()) {
      throw new Impossible(source.finding().get().message());
    }
    return new FieldEdit(file, document, source.text());
  }

  public Content content() {
    return Content.of(text);
  }

  /**
   * Adds a key at the end of a map, written as its last neighbour is: in braces, or a line for each
   * field.
   *
   * @param map the keys that lead to it
   * @param fields of the new value, as they are to be written
   */
  public FieldEdit add(List<String> map, String key, Map<String, String> fields) throws Impossible {
    try {
      At at = at(map);
      if (at.map().fields().isEmpty()) {
        throw new Misfit("the map is empty, so it does not show how its keys are written");
      }
      Marked.Field last = at.map().fields().getLast();
      take(at, key, patch(at, last, FreshYaml.word(key) + ":", fields));
      return this;
    } catch (Misfit misfit) {
      throw new Impossible(misfit.getMessage());
    }
  }

  /** Adds a key with a single value at the end of a map. */
  public FieldEdit add(List<String> map, String key, String value) throws Impossible {
    try {
      At at = at(map);
      if (at.map().fields().isEmpty()) {
        throw new Misfit("the map is empty, so it does not show how its keys are written");
      }
      Marked.Field last = at.map().fields().getLast();
      String field = FreshYaml.word(key) + ": " + value;
      take(at, key, at.flow() ? inFlow(last, field) : inBlock(at, field));
      return this;
    } catch (Misfit misfit) {
      throw new Impossible(misfit.getMessage());
    }
  }

  private static Patch patch(At at, Marked.Field last, String key, Map<String, String> fields) {
    boolean flow = at.flow() || !(last.value() instanceof Marked.Fields other) || other.flow();
    if (at.flow()) {
      return inFlow(last, key + " " + FreshYaml.map(fields));
    }
    if (flow) {
      return inBlock(at, key + " " + FreshYaml.map(fields));
    }
    Lines lines = at.lines();
    int column = lines.column(at.map().fields().getFirst().key().start()) + STEP;
    StringBuilder value = new StringBuilder(key);
    fields.forEach((name, word) ->
        value.append(lines.fresh(column)).append(FreshYaml.word(name)).append(": ").append(word));
    return inBlock(at, value.toString());
  }

  private static Patch inFlow(Marked.Field last, String field) {
    return Patch.insert(last.value().end(), ", " + field);
  }

  private static Patch inBlock(At at, String field) {
    Lines lines = at.lines();
    int column = lines.column(at.map().fields().getFirst().key().start());
    return Patch.insert(lines.stop(at.map().end()), lines.fresh(column) + field);
  }

  /** Removes a key with all that is below it. */
  public FieldEdit remove(List<String> map, String key) throws Impossible {
    try {
      At at = at(map);
      if (at.map().field(key).isPresent()) {
        for (Patch patch : at.edit().remove(key)) {
          take(at, key, patch);
        }
      }
      return this;
    } catch (Misfit misfit) {
      throw new Impossible(misfit.getMessage());
    }
  }

  /** Removes a word of a list. */
  public FieldEdit removeWord(List<Object> list, String word) throws Impossible {
    return removeItem(
        list, item -> item instanceof Marked.Scalar scalar && scalar.text().equals(word));
  }

  /** Removes an item of a list by its number, counted from 0. */
  public FieldEdit removeItem(List<Object> list, int index) throws Impossible {
    int[] at = {0};
    return removeItem(list, item -> at[0]++ == index);
  }

  private FieldEdit removeItem(List<Object> path, Predicate<Marked> gone) throws Impossible {
    try {
      Object key = path.getLast();
      At at = at(path.subList(0, path.size() - 1));
      if (at.value(key.toString()).orElse(null) instanceof Marked.Items items) {
        ListEdit list = new ListEdit(at.lines(), items);
        for (int i = 0; i < items.items().size(); i++) {
          if (gone.test(items.items().get(i))) {
            boolean last = items.items().size() == 1 && !items.flow();
            List<Patch> patches =
                last ? list.clear(at.field(key.toString()).key()) : list.remove(i);
            take(at, key.toString(), patches);
            return this;
          }
        }
      }
      return this;
    } catch (Misfit misfit) {
      throw new Impossible(misfit.getMessage());
    }
  }

  private At at(List<?> path) throws Misfit {
    List<Marked> documents =
        MarkedReader.read(file, text).orElseThrow(() -> new Misfit("the file is not YAML"));
    return At.of(Place.of(document, path.toArray()), documents, Lines.of(text));
  }

  private void take(At at, String key, Patch patch) throws Misfit {
    take(at, key, List.of(patch));
  }

  private void take(At at, String key, List<Patch> patches) throws Misfit {
    String candidate = Patch.apply(text, new ArrayList<>(patches));
    Optional<Marked.Fields> after = at.reads(file, candidate, key);
    if (after.isEmpty()) {
      throw new Misfit(key + " is written in a way that cannot be changed without touching more");
    }
    text = candidate;
  }
}
