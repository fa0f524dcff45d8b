package io.meshinfra.resource;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a field, a kind or a setting is for: the text of {@code mesh explain}, of the JSON Schema and
 * of the reference pages.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.METHOD})
public @interface Doc {
  String value();

  /** The default as it would be written, empty when there is none. */
  String byDefault() default "";

  /** A YAML example, on types. */
  String example() default "";
}
