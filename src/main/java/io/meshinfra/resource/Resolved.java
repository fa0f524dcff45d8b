package io.meshinfra.resource;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a component of a spec that is not written in a manifest: it is empty until {@link
 * Resolving} fills it. Components of type {@link io.meshinfra.model.Content} need no mark.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Resolved {}
