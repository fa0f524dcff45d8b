package io.meshinfra.desired.schema;

import io.meshinfra.desired.bind.Shape;
import io.meshinfra.desired.bind.Suggestion;
import io.meshinfra.desired.fold.Terms;
import io.meshinfra.desired.manifest.ManifestKinds;
import io.meshinfra.model.Printable;
import io.meshinfra.resource.Doc;
import io.meshinfra.resource.ResourceTypes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Text about a kind or a field of it. */
public final class Explanation {
  private final ResourceTypes types;
  private final Map<String, Class<?>> manifests;

  public Explanation(ResourceTypes types, Map<String, Class<?>> more) {
    this.types = types;
    this.manifests = ManifestKinds.and(more);
  }

  /** Everything that can be asked for at the top, with its record. */
  Map<String, Class<?>> roots() {
    Map<String, Class<?>> roots = new LinkedHashMap<>(manifests);
    types.all().forEach(type -> roots.put(type.kind().name(), type.kind().spec()));
    roots.put("resource", Terms.class);
    return roots;
  }

  /**
   * @throws IllegalArgumentException when there is no such kind or field; the message names one
   *     near
   */
  public String of(String path) {
    String[] words = path.split("\\.", -1);
    Class<?> record = roots().get(words[0]);
    if (record == null) {
      throw unknown("kind", words[0], roots().keySet());
    }
    if (words.length == 1) {
      return kind(words[0], record);
    }
    for (int i = 1; i < words.length - 1; i++) {
      record = inner(record, words[i]);
    }
    return field(path, record, words[words.length - 1]);
  }

  private static Class<?> inner(Class<?> record, String key) {
    Optional<Class<?>> inner = Entries.inner(part(record, key));
    return inner.orElseThrow(
        () -> new IllegalArgumentException(Printable.quote(key) + " has no fields of its own"));
  }

  private static Shape.Part part(Class<?> record, String key) {
    return Shape.of(record).parts().stream()
        .filter(part -> part.written() && part.key().equals(key))
        .findFirst()
        .orElseThrow(() -> unknown("field", key, Shape.of(record).keys()));
  }

  private static String kind(String name, Class<?> record) {
    Doc doc = record.getAnnotation(Doc.class);
    StringBuilder out = new StringBuilder(name).append('\n');
    if (doc != null) {
      out.append("  ").append(doc.value()).append('\n');
    }
    return out.append(fields(record)).append(example(doc)).toString();
  }

  private static String field(String path, Class<?> record, String key) {
    Shape.Part part = part(record, key);
    Entries.Entry entry =
        Entries.of(record).stream()
            .filter(each -> each.key().equals(key))
            .findFirst()
            .orElseThrow();
    StringBuilder out = new StringBuilder(path).append(": ").append(entry.type());
    out.append(entry.required() ? ", required" : "").append('\n');
    out.append(entry.text().isEmpty() ? "" : "  " + entry.text() + "\n");
    out.append(entry.byDefault().isEmpty() ? "" : "  default: " + entry.byDefault() + "\n");
    Optional<Class<?>> inner = Entries.inner(part);
    inner.ifPresent(
        type -> out.append(fields(type)).append(example(type.getAnnotation(Doc.class))));
    return out.toString();
  }

  private static String fields(Class<?> record) {
    StringBuilder out = new StringBuilder("\nfields\n");
    for (Entries.Entry entry : Entries.of(record)) {
      String needed = entry.required() ? ", required" : "";
      String otherwise = entry.byDefault().isEmpty() ? "" : ", default " + entry.byDefault();
      out.append("  %s: %s%s%s%n".formatted(entry.key(), entry.type(), needed, otherwise));
      out.append(entry.text().isEmpty() ? "" : "      " + entry.text() + "\n");
    }
    return out.toString();
  }

  private static String example(Doc doc) {
    return doc == null || doc.example().isEmpty()
        ? ""
        : "\nexample\n" + doc.example().stripTrailing().indent(2);
  }

  private static IllegalArgumentException unknown(
      String what, String word, java.util.Collection<String> known) {
    return new IllegalArgumentException(
        "there is no "
            + what
            + " "
            + Printable.quote(word)
            + Suggestion.of(word, List.copyOf(known)));
  }
}
