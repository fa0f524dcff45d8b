package io.meshinfra.desired.bind;

import io.meshinfra.model.Content;
import io.meshinfra.resource.Resolved;
import jakarta.validation.Constraint;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** What a record looks like to YAML, read by reflection once. */
public record Shape(Class<?> type, List<Part> parts, Constructor<?> constructor) {

  public Shape {
    parts = List.copyOf(parts);
  }

  private static final ClassValue<Shape> SHAPES =
      new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
          return read(type);
        }
      };

  /** Constraints that the binder checks itself, so that most specs need no validator at all. */
  private static final Set<Class<?>> OWN = Set.of(NotNull.class, NotBlank.class, NotEmpty.class);

  /**
   * One component.
   *
   * @param written whether it is a key of the YAML at all
   * @param rules constraints of the value itself
   * @param elementRules constraints of what is inside an optional or a collection
   */
  public record Part(
      RecordComponent component,
      Field field,
      boolean mandatory,
      boolean written,
      List<Annotation> rules,
      List<Annotation> elementRules) {
    public Part {
      rules = List.copyOf(rules);
      elementRules = List.copyOf(elementRules);
    }

    boolean constrained() {
      return !rules.isEmpty() || !elementRules.isEmpty();
    }

    /** Whether one of the constraints is rare enough to need the validator. */
    boolean needsValidator() {
      return !rules.stream().allMatch(CommonConstraints::knows)
          || !elementRules.stream().allMatch(CommonConstraints::knows);
    }

    public String key() {
      WrittenAs written = component.getAnnotation(WrittenAs.class);
      return written == null ? component.getName() : written.value();
    }

    public Type type() {
      return component.getGenericType();
    }
  }

  public static Shape of(Class<?> type) {
    return SHAPES.get(type);
  }

  public List<String> keys() {
    return parts.stream().filter(Part::written).map(Part::key).toList();
  }

  private static Shape read(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    if (components == null) {
      throw new IllegalStateException(type + " is bound to YAML but is no record");
    }
    try {
      List<Part> parts = new ArrayList<>();
      for (RecordComponent component : components) {
        parts.add(part(component, type.getDeclaredField(component.getName())));
      }
      Constructor<?> constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new));
      constructor.setAccessible(true);
      return new Shape(type, List.copyOf(parts), constructor);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("every record has its fields and constructor: " + type, e);
    }
  }

  private static Part part(RecordComponent component, Field field) {
    boolean mandatory = OWN.stream().anyMatch(own -> has(field, own));
    boolean written =
        !component.isAnnotationPresent(Resolved.class) && !isContent(component.getGenericType());
    List<Annotation> rules =
        Arrays.stream(field.getAnnotations())
            .filter(a -> isConstraint(a) && !OWN.contains(a.annotationType()))
            .toList();
    return new Part(
        component, field, mandatory, written, rules, elementRules(field.getAnnotatedType()));
  }

  @SuppressWarnings("unchecked")
  private static boolean has(Field field, Class<?> annotation) {
    return field.isAnnotationPresent((Class<? extends Annotation>) annotation);
  }

  private static boolean isContent(Type type) {
    return switch (type) {
      case Class<?> plain -> plain == Content.class;
      case ParameterizedType generic -> isContent(generic.getActualTypeArguments()[0]);
      default -> false;
    };
  }

  private static List<Annotation> elementRules(AnnotatedType type) {
    if (!(type instanceof AnnotatedParameterizedType generic)) {
      return List.of();
    }
    List<Annotation> rules = new ArrayList<>();
    for (AnnotatedType inner : generic.getAnnotatedActualTypeArguments()) {
      Arrays.stream(inner.getAnnotations()).filter(Shape::isConstraint).forEach(rules::add);
    }
    return rules;
  }

  private static boolean isConstraint(Annotation annotation) {
    return annotation.annotationType().isAnnotationPresent(Constraint.class);
  }
}
