package io.meshinfra.desired.schema;

import io.meshinfra.desired.bind.Documented;
import io.meshinfra.desired.bind.Holds;
import io.meshinfra.desired.bind.Shape;
import io.meshinfra.desired.yaml.Yaml;
import io.meshinfra.resource.Doc;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** JSON Schema of one Java type, as the binder would take it. */
final class TypeSchema {
  /** Where a resource's values may hold templates, a text may stand for anything. */
  private static final String TEMPLATE = "\\{\\{|\\{%";

  private final boolean templates;

  TypeSchema(boolean templates) {
    this.templates = templates;
  }

  Map<String, Object> record(Class<?> type) {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (Shape.Part part : Shape.of(type).parts()) {
      if (part.written()) {
        properties.put(part.key(), part(part));
        if (part.mandatory()) {
          required.add(part.key());
        }
      }
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    describe(schema, type.getAnnotation(Doc.class));
    schema.put("type", "object");
    schema.put("properties", properties);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    schema.put("additionalProperties", false);
    return schema;
  }

  private Map<String, Object> part(Shape.Part part) {
    Holds holds = part.component().getAnnotation(Holds.class);
    Map<String, Object> type = holds == null ? type(part.type()) : holding(part.type(), holds);
    boolean alternatives = type.containsKey("anyOf") || type.containsKey("$ref");
    if (!alternatives) {
      for (Annotation rule : part.field().getAnnotations()) {
        constrain(type, rule);
      }
      part.rules().forEach(rule -> constrain(type, rule));
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    describe(schema, part.component().getAnnotation(Doc.class));
    schema.putAll(type);
    return schema;
  }

  private Map<String, Object> holding(Type type, Holds holds) {
    Map<String, Object> each = record(holds.value());
    Map<String, Object> either =
        holds.orWord() == void.class
            ? each
            : anyOf(Map.of("enum", Entries.words(holds.orWord())), each);
    boolean list =
        type instanceof ParameterizedType generic
            && Collection.class.isAssignableFrom((Class<?>) generic.getRawType());
    return list
        ? ordered("type", "array", "items", either)
        : ordered("type", "object", "additionalProperties", either);
  }

  private static void describe(Map<String, Object> schema, Doc doc) {
    if (doc != null) {
      String otherwise = doc.byDefault().isEmpty() ? "" : " Default: " + doc.byDefault() + ".";
      schema.put("description", doc.value() + otherwise);
    }
  }

  private Map<String, Object> type(Type type) {
    return switch (type) {
      case ParameterizedType generic -> generic(generic);
      case Class<?> plain -> plain(plain);
      default -> new LinkedHashMap<>();
    };
  }

  private Map<String, Object> generic(ParameterizedType type) {
    Class<?> raw = (Class<?>) type.getRawType();
    Type[] arguments = type.getActualTypeArguments();
    Type element = arguments[arguments.length - 1];
    if (raw == Optional.class) {
      return type(element);
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    if (Collection.class.isAssignableFrom(raw)) {
      schema.put("type", "array");
      schema.put(
          "items", element == Yaml.class ? Map.of("$ref", "#/$defs/resource") : type(element));
    } else {
      schema.put("type", "object");
      schema.put("additionalProperties", element == Yaml.class ? Boolean.TRUE : type(element));
    }
    return templates ? orTemplate(schema) : schema;
  }

  private Map<String, Object> plain(Class<?> type) {
    if (type == Object.class || type == Yaml.class) {
      return new LinkedHashMap<>();
    }
    if (type.isRecord() && !Documented.isWord(type)) {
      return record(type);
    }
    Map<String, Object> schema = word(type);
    if (Documented.hasDocumentedParts(type)) {
      return anyOf(schema, record(type));
    }
    if (Documented.takesLists(type)) {
      return anyOf(schema, ordered("type", "array", "items", scalar()));
    }
    return schema;
  }

  private Map<String, Object> word(Class<?> type) {
    Map<String, Object> schema = new LinkedHashMap<>();
    if (type == Boolean.class || type == boolean.class) {
      schema.put("type", "boolean");
    } else if (Documented.isWhole(type)) {
      schema.put("type", "integer");
    } else if (type.isEnum()) {
      schema.put("enum", Documented.words(type));
    } else {
      return scalar();
    }
    return templates ? orTemplate(schema) : schema;
  }

  /** Texts are taken as they are written, so that 0644 and 1.10 need no quotes. */
  private static Map<String, Object> scalar() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", List.of("string", "number", "boolean"));
    return schema;
  }

  private static Map<String, Object> orTemplate(Map<String, Object> schema) {
    return anyOf(schema, ordered("type", "string", "pattern", TEMPLATE));
  }

  private static Map<String, Object> anyOf(Object one, Object other) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("anyOf", List.of(one, other));
    return schema;
  }

  private static void constrain(Map<String, Object> schema, Annotation rule) {
    boolean array = "array".equals(schema.get("type"));
    switch (rule) {
      case Min min -> schema.put("minimum", min.value());
      case Max max -> schema.put("maximum", max.value());
      case NotBlank blank -> schema.put("minLength", 1);
      case NotEmpty empty -> schema.put(array ? "minItems" : "minLength", 1);
      case Pattern pattern -> schema.put("pattern", "^(?:" + pattern.regexp() + ")$");
      case Size size -> {
        schema.put(array ? "minItems" : "minLength", size.min());
        if (size.max() < Integer.MAX_VALUE) {
          schema.put(array ? "maxItems" : "maxLength", size.max());
        }
      }
      default -> {
        // Others are checked by the binder alone.
      }
    }
  }

  /** In this order in each JVM, which {@code Map.of} is not. */
  private static Map<String, Object> ordered(
      String first, Object one, String second, Object other) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(first, one);
    map.put(second, other);
    return map;
  }
}
