package io.meshinfra.resource;

/**
 * A type that says what a change touches, so that rules of policy and classes of risk can look at
 * it without knowing the kind. A type that does not say it counts as one that may touch anything.
 */
public interface Touching<S> {
  /** What the change would touch; nothing for one that cannot be verified and is never made. */
  Touched touches(S spec, Change change);
}
