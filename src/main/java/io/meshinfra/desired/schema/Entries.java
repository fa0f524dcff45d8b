package io.meshinfra.desired.schema;

import io.meshinfra.desired.bind.Documented;
import io.meshinfra.desired.bind.Holds;
import io.meshinfra.desired.bind.Shape;
import io.meshinfra.desired.yaml.Yaml;
import io.meshinfra.resource.Doc;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is told of the fields of a record. */
final class Entries {
  private Entries() {}

  /** One field as people see it. */
  record Entry(String key, String type, boolean required, String byDefault, String text) {}

  static List<Entry> of(Class<?> record) {
    return Shape.of(record).parts().stream()
        .filter(Shape.Part::written)
        .map(Entries::entry)
        .toList();
  }

  private static Entry entry(Shape.Part part) {
    Doc doc = part.component().getAnnotation(Doc.class);
    return new Entry(
        part.key(),
        holds(part).map(holds -> holding(part.type(), holds)).orElse(typeName(part.type())),
        part.mandatory(),
        doc == null ? "" : doc.byDefault(),
        doc == null ? "" : doc.value());
  }

  private static Optional<Holds> holds(Shape.Part part) {
    return Optional.ofNullable(part.component().getAnnotation(Holds.class));
  }

  static List<String> words(Class<?> type) {
    return Arrays.stream(type.getEnumConstants()).map(Object::toString).toList();
  }

  private static String holding(Type type, Holds holds) {
    String words =
        holds.orWord() == void.class
            ? ""
            : " or one of " + String.join(", ", words(holds.orWord()));
    boolean list =
        type instanceof ParameterizedType generic
            && Collection.class.isAssignableFrom((Class<?>) generic.getRawType());
    return (list ? "a list, each a map" : "a map, each value a map") + words;
  }

  static String typeName(Type type) {
    if (type instanceof Class<?> plain) {
      if (plain == Object.class || plain == Yaml.class) {
        return "any value";
      }
      return plain.isRecord() && !Documented.isWord(plain) ? "a map" : Documented.name(plain);
    }
    if (!(type instanceof ParameterizedType generic)) {
      return "any value";
    }
    Class<?> raw = (Class<?>) generic.getRawType();
    Type[] arguments = generic.getActualTypeArguments();
    Type element = arguments[arguments.length - 1];
    if (raw == Optional.class) {
      return typeName(element);
    }
    String inner = element == Yaml.class && raw == List.class ? "a resource" : typeName(element);
    return (Collection.class.isAssignableFrom(raw) ? "a list, each " : "a map, each value ")
        + inner;
  }

  /** The record that a field leads into, if any. */
  static Optional<Class<?>> inner(Shape.Part part) {
    return holds(part).<Class<?>>map(Holds::value).or(() -> inner(part.type()));
  }

  private static Optional<Class<?>> inner(Type type) {
    return switch (type) {
      case Class<?> plain when plain.isRecord() && hasFields(plain) -> Optional.of(plain);
      case ParameterizedType generic -> {
        boolean map = Map.class.isAssignableFrom((Class<?>) generic.getRawType());
        yield map ? Optional.empty() : inner(generic.getActualTypeArguments()[0]);
      }
      default -> Optional.empty();
    };
  }

  private static boolean hasFields(Class<?> type) {
    return !Documented.isWord(type) || Documented.hasDocumentedParts(type);
  }
}
