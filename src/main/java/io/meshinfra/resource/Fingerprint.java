package io.meshinfra.resource;

import io.meshinfra.model.Content;
import io.meshinfra.model.ResourceId;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Digest of a spec that does not depend on the order of maps and sets, nor on the Java process. */
final class Fingerprint {
  private Fingerprint() {}

  static String of(ResourceId id, Object spec) {
    StringBuilder out = new StringBuilder();
    write(id.toString(), out);
    write(spec, out);
    return Content.digest(out.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void write(Object value, StringBuilder out) {
    switch (value) {
      case null -> out.append('~');
      case Content content -> out.append(content.sha256());
      case Optional<?> optional -> write(optional.orElse(null), out);
      case Map<?, ?> map -> {
        TreeMap<String, Object> sorted = new TreeMap<>();
        map.forEach((k, v) -> sorted.put(String.valueOf(k), v));
        out.append('{');
        sorted.forEach((k, v) -> {
          write(k, out);
          write(v, out);
        });
        out.append('}');
      }
      case Set<?> set -> {
        out.append('<');
        set.stream().map(String::valueOf).sorted().forEach(item -> write(item, out));
        out.append('>');
      }
      case Collection<?> items -> {
        out.append('[');
        items.forEach(item -> write(item, out));
        out.append(']');
      }
      case Record fields -> writeRecord(fields, out);
      default -> {
        String text = value.toString();
        out.append(text.length()).append(':').append(text);
      }
    }
  }

  private static void writeRecord(Record fields, StringBuilder out) {
    out.append('(');
    for (RecordComponent component : fields.getClass().getRecordComponents()) {
      out.append(component.getName()).append('=');
      try {
        var accessor = component.getAccessor();
        accessor.setAccessible(true);
        write(accessor.invoke(fields), out);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("accessors of a record can be called", e);
      }
    }
    out.append(')');
  }
}
