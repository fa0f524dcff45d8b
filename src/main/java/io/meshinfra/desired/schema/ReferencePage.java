package io.meshinfra.desired.schema;

import io.meshinfra.desired.bind.Shape;
import io.meshinfra.resource.Doc;
import io.meshinfra.resource.ResourceTypes;
import java.util.Map;

/** The Markdown reference of all manifests and kinds of resources. */
public final class ReferencePage {
  private final StringBuilder out = new StringBuilder();

  private ReferencePage() {}

  public static String write(ResourceTypes types, Map<String, Class<?>> more) {
    ReferencePage page = new ReferencePage();
    page.out.append("# Manifests and resources\n\nGenerated from the code; do not edit.\n");
    new Explanation(types, more)
        .roots()
        .forEach((name, record) -> page.section("## ", name, record));
    return page.out.toString();
  }

  private void section(String level, String title, Class<?> record) {
    Doc doc = record.getAnnotation(Doc.class);
    out.append('\n').append(level).append(title).append('\n');
    if (doc != null) {
      out.append('\n').append(doc.value()).append('\n');
    }
    out.append("\n| key | value | required | default | what it is |\n|---|---|---|---|---|\n");
    for (Entries.Entry entry : Entries.of(record)) {
      out.append(
          "| `%s` | %s | %s | %s | %s |%n"
              .formatted(
                  entry.key(),
                  cell(entry.type()),
                  entry.required() ? "yes" : "",
                  cell(entry.byDefault()),
                  cell(entry.text())));
    }
    if (doc != null && !doc.example().isEmpty()) {
      out.append("\n```yaml\n").append(doc.example().stripTrailing()).append("\n```\n");
    }
    for (Shape.Part part : Shape.of(record).parts()) {
      if (part.written()) {
        Entries.inner(part).ifPresent(inner -> section("### ", title + "." + part.key(), inner));
      }
    }
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", " ");
  }
}
