package io.meshinfra.desired.bind;

import io.meshinfra.desired.Finding;
import io.meshinfra.desired.yaml.Yaml;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Binds the components of a record. */
final class PartBinder {
  private final Binder binder;
  private final List<Finding> findings;

  PartBinder(Binder binder, List<Finding> findings) {
    this.binder = binder;
    this.findings = findings;
  }

  /** One value per component, or null when one failed. */
  @SuppressWarnings("ReferenceEquality") // FAILED is one object
  Object[] values(Shape shape, Yaml.Fields fields) {
    Object[] values = new Object[shape.parts().size()];
    boolean fine = true;
    for (int i = 0; i < values.length; i++) {
      values[i] = value(shape, shape.parts().get(i), fields);
      fine &= values[i] != Binder.FAILED;
    }
    return fine ? values : null;
  }

  @SuppressWarnings("ReferenceEquality") // FAILED is one object
  private Object value(Shape shape, Shape.Part part, Yaml.Fields fields) {
    Optional<Yaml> written = part.written() ? fields.get(part.key()) : Optional.empty();
    if (written.isEmpty() || part.mandatory() && written.get().isNothing()) {
      return part.mandatory()
          ? binder.fail(fields, part.key() + " is missing")
          : absent(part.type());
    }
    Yaml yaml = written.get();
    Object value = binder.value(part.type(), yaml, part.key());
    if (value == Binder.FAILED) {
      return value;
    }
    if (isEmpty(part, value)) {
      return binder.fail(yaml, part.key() + " must not be empty");
    }
    return part.constrained() ? constrained(shape, part, value, yaml) : value;
  }

  private Object constrained(Shape shape, Shape.Part part, Object value, Yaml yaml) {
    List<Finding> violations =
        part.needsValidator()
            ? Constraints.check(shape.type(), part, value, yaml)
            : CommonConstraints.check(part, value, yaml);
    findings.addAll(violations);
    return violations.isEmpty() ? value : Binder.FAILED;
  }

  private static boolean isEmpty(Shape.Part part, Object value) {
    boolean blank = part.field().isAnnotationPresent(NotBlank.class);
    boolean empty = part.field().isAnnotationPresent(NotEmpty.class);
    return switch (value) {
      case String text -> blank && text.isBlank() || empty && text.isEmpty();
      case Collection<?> items -> empty && items.isEmpty();
      case Map<?, ?> map -> empty && map.isEmpty();
      default -> false;
    };
  }

  /** What a record gets for a key that is not written. */
  private static Object absent(Type type) {
    Type raw = type instanceof ParameterizedType generic ? generic.getRawType() : type;
    if (raw == Optional.class) {
      return Optional.empty();
    }
    if (raw == List.class || raw == Collection.class) {
      return List.of();
    }
    if (raw == Set.class) {
      return Set.of();
    }
    if (raw == Map.class) {
      return Map.of();
    }
    if (raw == java.util.SortedSet.class) {
      return new TreeSet<>();
    }
    if (raw == java.util.SortedMap.class) {
      return new TreeMap<>();
    }
    return primitive(raw);
  }

  private static Object primitive(Type raw) {
    if (raw == boolean.class) {
      return Boolean.FALSE;
    }
    if (raw == int.class) {
      return 0;
    }
    return raw == long.class ? 0L : null;
  }
}
