package io.meshinfra.desired.bind;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What becomes of the YAML in a list or map that is bound later, so that schema and explanations
 * can tell it. The binder takes no notice.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Holds {
  /** A record. */
  Class<?> value();

  /** An enum, printed as it is written, that may stand in place of the record. */
  Class<?> orWord() default void.class;
}
