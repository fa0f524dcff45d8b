package io.meshinfra.resource;

/** A type whose changes by hand leave traces on a node. */
public interface Traced<S> {
  Traces traces(S spec);
}
