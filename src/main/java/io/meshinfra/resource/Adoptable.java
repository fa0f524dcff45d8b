package io.meshinfra.resource;

/** A type that can say in its spec what was seen on a node, so that drift can become intent. */
public interface Adoptable<S> {
  /**
   * How the spec is to be written so that the change is no more. Only what was seen is written,
   * never what may have been meant.
   */
  SpecEdit adopt(S spec, Change change);
}
