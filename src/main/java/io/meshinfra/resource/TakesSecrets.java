package io.meshinfra.resource;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a component of a spec in which <code>{{ secret('...') }}</code> may stand. Everywhere else
 * it is refused, because the value would get into arguments, plans or names.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface TakesSecrets {}
