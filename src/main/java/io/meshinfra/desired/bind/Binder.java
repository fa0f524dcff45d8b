package io.meshinfra.desired.bind;

import io.meshinfra.desired.Finding;
import io.meshinfra.desired.yaml.Yaml;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Binds one tree; every mistake becomes a finding and none hides another. */
public final class Binder {
  /** Stands for a value that could not be bound; its finding is noted. */
  static final Object FAILED = new Object();

  private final List<Finding> findings;
  private final Predicate<Yaml> unknowable;

  public Binder(List<Finding> findings) {
    this(findings, yaml -> false);
  }

  /**
   * Checks what can be checked already.
   *
   * @param unknowable values that are not known yet; they neither bind nor are they mistakes
   */
  public Binder(List<Finding> findings, Predicate<Yaml> unknowable) {
    this.findings = findings;
    this.unknowable = unknowable;
  }

  /**
   * The record, or empty when something in it was wrong; then the findings say what.
   *
   * @param name what the messages call it
   */
  public <S> Optional<S> bind(Class<S> record, Yaml yaml, String name) {
    Object bound = value(record, yaml, name);
    return bound == FAILED ? Optional.empty() : Optional.of(record.cast(bound));
  }

  Object value(Type type, Yaml yaml, String key) {
    if (unknowable.test(yaml)) {
      return FAILED;
    }
    return switch (type) {
      case ParameterizedType generic -> generic(generic, yaml, key);
      case WildcardType wildcard -> value(wildcard.getUpperBounds()[0], yaml, key);
      case Class<?> plain -> plain(plain, yaml, key);
      default -> throw new IllegalStateException("cannot bind YAML to " + type);
    };
  }

  Object fail(Yaml yaml, String message) {
    findings.add(yaml.at().finding(message));
    return FAILED;
  }

  private Object generic(ParameterizedType type, Yaml yaml, String key) {
    Type[] arguments = type.getActualTypeArguments();
    if (type.getRawType() == Optional.class) {
      Object inner = value(arguments[0], yaml, key);
      return inner == FAILED ? FAILED : Optional.of(inner);
    }
    return new CollectionBinder(this)
        .bind((Class<?>) type.getRawType(), arguments[arguments.length - 1], yaml, key);
  }

  private Object plain(Class<?> type, Yaml yaml, String key) {
    if (type == Yaml.class) {
      return yaml;
    }
    if (type == Object.class) {
      return Plain.of(yaml);
    }
    boolean scalar = ScalarBinder.takes(type);
    boolean asRecord = type.isRecord() && (!scalar || Documented.hasDocumentedParts(type));
    if (asRecord && (!scalar || yaml instanceof Yaml.Fields)) {
      return record(type, yaml, key);
    }
    if (!scalar) {
      throw new IllegalStateException("cannot bind YAML to " + type);
    }
    return scalar(type, yaml, key);
  }

  private Object scalar(Class<?> type, Yaml yaml, String key) {
    if (yaml.isNothing()) {
      return fail(yaml, key + ": no value is written; give one or remove the key");
    }
    if (yaml instanceof Yaml.Items list && ScalarBinder.takesLists(type)) {
      return words(type, list, key);
    }
    if (!(yaml instanceof Yaml.Scalar text)) {
      return fail(yaml, key + ": expected " + Documented.name(type) + ", found " + yaml.found());
    }
    try {
      return ScalarBinder.bind(type, text);
    } catch (ScalarBinder.Misfit misfit) {
      return fail(yaml, key + ": " + misfit.getMessage());
    }
  }

  /** A type that takes one word or a list of words. */
  private Object words(Class<?> type, Yaml.Items list, String key) {
    List<Object> words =
        list.items().stream().map(item -> scalar(String.class, item, key)).toList();
    if (words.contains(FAILED)) {
      return FAILED;
    }
    try {
      return ScalarBinder.bindList(type, words);
    } catch (ScalarBinder.Misfit misfit) {
      return fail(list, key + ": " + misfit.getMessage());
    }
  }

  private Object record(Class<?> type, Yaml yaml, String key) {
    Yaml.Fields fields;
    if (yaml instanceof Yaml.Fields map) {
      fields = map;
    } else if (yaml.isNothing()) {
      fields = new Yaml.Fields(java.util.Map.of(), yaml.at());
    } else {
      String example = String.join(", ", Shape.of(type).keys());
      return fail(yaml, key + ": expected a map with " + example + "; found " + yaml.found());
    }
    Shape shape = Shape.of(type);
    boolean known = refuseUnknownKeys(shape, fields, key);
    Object[] values = new PartBinder(this, findings).values(shape, fields);
    return known && values != null ? construct(shape, values, yaml, key) : FAILED;
  }

  private boolean refuseUnknownKeys(Shape shape, Yaml.Fields fields, String key) {
    List<String> known = shape.keys();
    boolean fine = true;
    for (var field : fields.fields().entrySet()) {
      if (!known.contains(field.getKey())) {
        findings.add(
            field
                .getValue()
                .at()
                .finding(
                    "unknown key "
                        + io.meshinfra.model.Printable.quote(field.getKey())
                        + " in "
                        + key
                        + Suggestion.of(field.getKey(), known)));
        fine = false;
      }
    }
    return fine;
  }

  private Object construct(Shape shape, Object[] values, Yaml yaml, String key) {
    try {
      return shape.constructor().newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException misfit) {
        return fail(yaml, key + ": " + misfit.getMessage());
      }
      throw new IllegalStateException(shape.type() + " cannot be made", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(shape.type() + " has its constructor", e);
    }
  }
}
