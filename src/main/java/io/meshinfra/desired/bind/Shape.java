package io.meshinfra.desired.bind;

import io.meshinfra.desired.yaml.Yaml;
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
   * @param constrained whether it has constraints for the validator
   */
  public record Part(
      RecordComponent component,
      Field field,
      boolean mandatory,
      boolean written,
      boolean constrained) {
    public String key() {
      return component.getName();
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
    return new Part(component, field, mandatory, written, constrained(field));
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

  private static boolean constrained(Field field) {
    return Arrays.stream(field.getAnnotations()).anyMatch(Shape::isConstraint)
        || constrainedInside(field.getAnnotatedType());
  }

  private static boolean constrainedInside(AnnotatedType type) {
    return type instanceof AnnotatedParameterizedType generic
        && Arrays.stream(generic.getAnnotatedActualTypeArguments())
            .anyMatch(
                inner ->
                    Arrays.stream(inner.getAnnotations())
                            .anyMatch(a -> a.annotationType().isAnnotationPresent(Constraint.class))
                        || constrainedInside(inner));
  }

  private static boolean isConstraint(Annotation annotation) {
    Class<? extends Annotation> type = annotation.annotationType();
    return type.isAnnotationPresent(Constraint.class) && !OWN.contains(type);
  }

  /** Whether the YAML is passed on as it is. */
  static boolean isFree(Type type) {
    return type == Object.class || type == Yaml.class;
  }
}
